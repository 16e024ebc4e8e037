"""What is said of rows of people and posts: what it is, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FILL = _("Fill it in, or leave the row out.")

OF_PEOPLE = {
    "needed_for_new_person": (_("The person is new, and this is not filled in."), FILL),
    "two_of_a_person": (
        _("Rows %(rows)s say different things of “%(code)s” here."),
        _("Write the same in all rows of a person; give another person a code of their own."),
    ),
    "outside_person": (
        _("The code “%(code)s” belongs to somebody of another agency."),
        _("Check the code. Somebody who moves to your agency keeps name and first day of service as they are there."),
    ),
    "too_many_posts": (_("The person has more than %(most)s rows."), _("Check the code in the rows.")),
    "begun_after_post": (
        _("The person holds a post from %(day)s already, before this first day of service."),
        _("Write that day or an earlier one."),
    ),
    "not_serving": (
        _("The person is not in service on %(day)s."),
        _("Check the day, and the first day of service."),
    ),
    "needed_for_post": (_("The row is about a post, and its unit is not filled in."), FILL),
    "needed_for_new_post": (_("The post is new, and this is not filled in."), FILL),
    "post_twice": (_("Rows %(rows)s are about one and the same post."), _("Keep one of them.")),
    "several_posts": (
        _("The person holds several posts that the row may be about, from %(days)s."),
        _("Fill in position, rank and first day, so that one of them is meant."),
    ),
    "held_already": (
        _("The person holds this very post from %(day)s."),
        _("Write that day or leave the cell empty; for a further term, first end the one before."),
    ),
    "ends_before_it_begins": (_("The last day is before the first, %(day)s."), _("Write a day not before the first.")),
    "two_mains": (
        _("In those days the person holds another main post, in %(unit)s from %(first)s to %(last)s."),
        _("Write the last day of the one that is over, or choose another way the post is held."),
    ),
    "main_already": (
        _("In those days the person holds another main post."),
        _("Choose another way the post is held, or other days."),
    ),
    "main_elsewhere": (
        _("The person holds a main post in another agency from %(day)s, which is not yours to end."),
        _("Ask the personnel adviser of that agency to end it first."),
    ),
    "seconded_from_nowhere": (
        _("The person holds no main post on %(day)s to be seconded from."),
        _("Enter the main post too."),
    ),
    "seconded_at_home": (_("The person's main post is in this very unit."), _("Choose another unit.")),
    "delegation_of_head": (_("A delegation stands for the head of a unit."), _("Choose the head, or leave it empty.")),
    "delegation_ends": (_("A delegation must end."), _("Write its last day.")),
    "delegation_without_position": (_("A delegation has no position of its own."), _("Leave the cell empty.")),
    "delegated_to_nobody": (
        _("The person holds no other post in those days."),
        _("Choose somebody who does."),
    ),
    "delegated_to_the_head": (_("The person heads this unit already."), _("Choose somebody else.")),
    "two_heads": (
        _("The unit has another head in those days: %(person)s, from %(day)s."),
        _("Write the last day of the one who leaves, or choose another rank."),
    ),
    "needed_for_new_position": (
        _("The position “%(title)s” is new in the unit, and no row of it fills this in."),
        _("Fill it in, or write the title of a position there is."),
    ),
    "two_of_a_position": (
        _("Rows %(rows)s say different things of the position “%(title)s”."),
        _("Write the same in all rows of a position, or give the positions different titles."),
    ),
    "common_position": (
        _("The position “%(title)s” is common to all units and is not changed by an import."),
        _("Leave the cell empty, or give the position a title of its own."),
    ),
    "marked_in_some": (
        _("Only rows %(rows)s of the position “%(title)s” are marked, but the mark is the whole position's."),
        _("Mark all of them, or give the marked ones a position with a title of its own."),
    ),
    "held_by_others": (
        _("The position “%(title)s” is held by %(number)s others too, who would get the same right."),
        _("Give this one a position with a title of its own, or mark all who hold it."),
    ),
    "inspector_from_top": (
        _("Whoever inspects reads everything, so only the agency at the top marks an inspector."),
        _("Leave the cell empty, or ask the personnel adviser there."),
    ),
    "unknown_person": (
        _("There is no civil servant of your agency with the code “%(code)s”."),
        _("Check the code, or add a row for the person."),
    ),
    "in_charge_of_oneself": (_("Nobody is in charge of oneself."), _("Take the person's own code out.")),
    "new_position": (_("The position “%(title)s” is new in the unit."), ""),
    "new_group": (
        _("The group of similar duties “%(name)s” is new."),
        _("If one of the groups there are is meant, write its name as it is."),
    ),
    "first_run_replaced": (_("The row takes the place of the post entered when the system began."), ""),
    "first_run_kept": (
        _("The post “%(title)s” entered when the system began stays beside it, as a concurrent one."),
        _("It is what lets the person import: end it once a post that advises on personnel is there."),
    ),
    "ends_post": (_("The post “%(title)s” in %(unit)s ends on %(last)s."), ""),
    "without_post": (_("The person holds no post yet."), _("Add the post in a row of its own when it is known.")),
    "deputy_without_field": (
        _("A deputy without a field in charge: the decree asks for one (Article 15.4)."),
        _("Write the codes of the units or civil servants in charge, now or later."),
    ),
    "field_of_no_deputy": (
        _("Units or civil servants in charge are written for somebody who is no deputy."),
        _("Check the rank: a field is given to a deputy."),
    ),
}
