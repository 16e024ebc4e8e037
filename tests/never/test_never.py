"""What must never appear in our code and pages does not; where it may, the place is named with its reason."""

import pytest

from tests.never.rules import PAGES, RULES, TYPST, Found, everywhere, in_python, in_text

SQL, STATE, SAFE, YAML, SCRIPT = (
    "raw SQL",
    "a state set past take()",
    "text marked safe",
    "YAML that makes objects",
    "a script without its nonce",
)
# SQL is our language of figures: `law/reckon.py` composes it, these hand it to the database.
ALLOWED: dict[tuple[str, str], str] = {
    (SQL, "assessment/facts/tasks.py"): "the law's query of a sheet, run where the rows are",
    (SQL, "work/facts.py"): "the law's query of a task",
    (SQL, "year/facts/levels.py"): "the law's query of a year",
    (SQL, "insight/facts/replay/taking.py"): "closed months copied out for the law's queries",
    (SQL, "exchange/actions.py"): "a lock of the organisation's tables on PostgreSQL",
    (SQL, "ledger/log/recording.py"): "leaves inserted where no update is ever allowed",
    (SQL, "ledger/log/sequencing.py"): "a lock, and the numbers of leaves",
    (SQL, "ledger/log/verifying.py"): "the log read as it lies, past our own models",
    (SQL, "jobs/board.py"): "the board of running jobs, a file of its own",
    (SQL, "operations/"): "backups, restoring, moving from one engine to the other, by the engines' own means",
    (STATE, "ledger/actions.py"): "take() itself",
    (STATE, "jobs/actions.py"): "a job is no file of the ledger",
    (STATE, "exchange/actions.py"): "an import is no file of the ledger",
    (STATE, "exchange/kinds/catalogue/preparing.py"): "an import is no file of the ledger",
    (STATE, "accounts/signing_key/actions.py"): "a request for another key is no file of the ledger",
    (SAFE, "site/look.py"): "an icon, drawn from our own file",
    (YAML, "law/case_yaml.py"): "a safe loader of ours",
    (YAML, "law/parameters.py"): "a safe loader of ours",
    (SCRIPT, "ledger/receipts/verify.html"): "a page kept by people on their own machine, not one of ours",
}

BROKEN = {
    "raw SQL": ["Task.objects.raw('SELECT 1')", "with connection.cursor() as c: pass", "qs.extra(where=['1=1'])"],
    "SQL joined with what is typed": [
        "c.execute(f\"SELECT {request.GET['a']}\")",
        "c.execute('x' + form.cleaned_data['a'])",
    ],
    "a state set past take()": [
        "CaseFile.objects.filter(pk=1).update(state='closed')",
        "qs.update(version=1, state=after)",
    ],
    "text marked safe": ["mark_safe(text)", "from django.utils.safestring import mark_safe", "html.SafeString(text)"],
    "every field of a model": ["class Meta:\n    fields = '__all__'", "class Meta:\n    exclude = ['id']"],
    "code run from text": ["eval(text)", "exec(text)", "__import__(name)"],
    "objects unpickled": ["import pickle", "from pickle import loads", "import shelve"],
    "a shell": ["subprocess.run(text, shell=True)", "os.system(text)", "run(text, shell=flag)"],
    "a guard lifted": [
        "@csrf_exempt\ndef view(request): pass",
        "from django.views.decorators.csrf import csrf_exempt",
        "@csp.decorators.csp_exempt()\ndef view(request): pass",
    ],
    "YAML that makes objects": ["yaml.load(file)", "yaml.unsafe_load(file)"],
    "an end not checked": ["requests.get(url, verify=False)", "context.verify_mode = ssl.CERT_NONE"],
}
RIGHT = [
    "yaml.safe_load(file)",
    "subprocess.run(['a', text], shell=False)",
    "qs.filter(state='open').update(version=1)",
    "faults['__all__'] = 'x'\n__all__ = ['a']",
    "class Meta:\n    fields = ['name']",
    "re.compile('a'); model.evaluate(1)",
    "cursor.execute('SELECT %s', [request.GET['a']])",
]
PAGES_BROKEN = {
    "text marked safe": ["{{ text|safe }}", "{{ text | safeseq }}", "{% autoescape off %}"],
    "a handler in the markup": ['<a href="#" onclick="go()">'],
    "a style in the markup": ['<p style="color: red">'],
    "a script without its nonce": ["<script>go()</script>"],
    "something from elsewhere": ['<img src="https://x.example/a.png">', '<form action="//x.example/">'],
    "an address of a script": ['<a href="javascript:go()">'],
}
PAGES_RIGHT = [
    '<script src="{% static "a.js" %}"></script>',
    '<script nonce="{{ csp_nonce }}">1</script>',
    "{{ safe }} {{ text|safely }}",
    '<a class="button" href="https://x.example/">x</a>',
]


def reason(each: Found) -> tuple[str, str] | None:
    """The row that lets it stand there: of its file, or of a folder it is in."""
    return next((row for row in ALLOWED if row[0] == each.rule and is_within(each.place, row[1])), None)


def is_within(place: str, named: str) -> bool:
    return place.startswith(named) if named.endswith("/") else place == named


def test_what_must_never_appear_appears_nowhere_but_in_places_named_with_a_reason() -> None:
    assert [each for each in everywhere() if reason(each) is None] == []


def test_no_place_is_named_that_has_no_need_of_it() -> None:
    assert set(ALLOWED) - {reason(each) for each in everywhere()} == set()
    assert all(ALLOWED.values())


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_sees_what_it_forbids(rule: str) -> None:
    for text in BROKEN[rule]:
        assert rule in {each.rule for each in in_python(text)}, text


@pytest.mark.parametrize("text", RIGHT)
def test_no_rule_sees_what_is_right(text: str) -> None:
    assert list(in_python(text)) == []


@pytest.mark.parametrize("rule", PAGES)
def test_each_rule_of_pages_sees_what_it_forbids(rule: str) -> None:
    for text in PAGES_BROKEN[rule]:
        assert rule in {each.rule for each in in_text(text, PAGES)}, text


@pytest.mark.parametrize("text", PAGES_RIGHT)
def test_no_rule_of_pages_sees_what_is_right(text: str) -> None:
    assert list(in_text(text, PAGES)) == []


def test_a_form_that_is_set_runs_nothing_it_is_given() -> None:
    assert [each.rule for each in in_text('#eval(x)\n#import "@preview/a:1"', TYPST)] == [
        "code run from text",
        "something from elsewhere",
    ]
