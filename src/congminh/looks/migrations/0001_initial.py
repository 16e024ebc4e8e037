from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from congminh.ledger.append_only import protect_while_young, release

# Logs are kept for twelve months at least.
DAYS_KEPT = 365
TABLES = ("looks_look", "looks_seen")


def protect_looks(apps: Any, editor: Any) -> None:
    for table in TABLES:
        protect_while_young(editor, table, "at", DAYS_KEPT)


def release_looks(apps: Any, editor: Any) -> None:
    for table in TABLES:
        release(editor, table)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_initial"),
        ("org", "0002_line_request"),
    ]

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("inspects", "inspects"),
                            ("leads", "leads or manages the unit"),
                            ("advises", "advises on personnel"),
                            ("other", "takes part in the same meeting, or reads what was made public"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("page", "on a page"),
                            ("excel", "as an Excel file"),
                            ("pdf", "as a PDF"),
                            ("docx", "as a DOCX"),
                            ("zip", "as the whole electronic file"),
                            ("api", "by a program"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("route", models.CharField(max_length=64, verbose_name="page")),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                ("key", models.CharField(max_length=32)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="by",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.post",
                        verbose_name="post",
                    ),
                ),
            ],
            options={
                "verbose_name": "look",
                "verbose_name_plural": "looks",
            },
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.casefile",
                    ),
                ),
                (
                    "look",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seen",
                        to="looks.look",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "person looked at",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["by", "key", "at"], name="look_again"),
        ),
        migrations.AddIndex(
            model_name="seen",
            index=models.Index(fields=["person", "-at", "-id"], name="looked_at"),
        ),
        # Who looked stays known: the database itself refuses to change it, or to remove it within the year.
        migrations.RunPython(protect_looks, release_looks),
    ]
