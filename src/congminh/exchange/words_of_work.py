"""What is said of rows of tasks and results: what it is, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NUMBERS = _("Write its number as an export has it.")

OF_WORK = {
    "on_the_page": ("%(what)s", "%(next)s"),
    "unknown_task": (_("There is no task with the number %(number)s among those you see."), NUMBERS),
    "task_twice": (_("The task %(number)s is in rows %(rows)s."), _("Keep one row for a task.")),
    "unknown_person_code": (
        _("No civil servant you see has the code “%(code)s”."),
        _("Check the code; names are not compared."),
    ),
    "unknown_product": (
        _("No product in force there has the code “%(code)s”."),
        _("Check the code in the catalogue, or in the second sheet of the template."),
    ),
    "in_no_unit": (
        _("%(person)s stands in no unit today."),
        _("Write the code of the unit, or have personnel enter the post."),
    ),
    "other_person": (
        _("The task is of somebody with the code “%(there)s”."),
        _("A task is not given to another by a file: check its number, or leave the cell empty."),
    ),
    "other_product": (
        _("The task is of the product “%(there)s”."),
        _("A task keeps its product: check its number, or cancel it and assign anew."),
    ),
    "other_unit": (_("The work is done in the unit “%(there)s”."), _("A task keeps its unit: leave the cell empty.")),
    "other_day": (
        _("The task was assigned on %(there)s."),
        _("That day is not changed by a file: leave the cell empty."),
    ),
    "not_adjustable": (
        _("The task stands at: %(state)s, where nothing is put right."),
        _("Leave the row out, or open the task to see what can be done now."),
    ),
    "not_yours_to_assign": (
        _("%(person)s's work is not yours to assign."),
        _("Leave the row out: only who monitors and scores a person assigns their work."),
    ),
    "part_of_whole": (
        _("The task is a part of a product, and parts are no more than the whole."),
        _("Change its quantity on its own page."),
    ),
    "reason_needed": (
        _("The row changes a task that is there, and no reason is given."),
        _("Say why in a sentence; it is kept with the task."),
    ),
    "codes_mean": (_("%(person)s: %(output)s; converted %(load)s."), ""),
    "other_name": (
        _("The code is %(person)s's, the row says another name."),
        _("If somebody else is meant, mend the code."),
    ),
    "task_like_it": (
        _("A task just like it is there already, number %(number)s; this one is added to it."),
        _("If it is the same, leave the row out or write that number."),
    ),
    "no_task_said": (
        _("The row does not say which task it is about."),
        _("Write the number of the task, or the codes of the person and of the product."),
    ),
    "no_such_task": (
        _("%(person)s has no task under way with the product “%(product)s”."),
        _("Check both codes, or assign the task first."),
    ),
    "several_tasks": (
        _("%(person)s has several tasks under way with the product “%(product)s”: %(numbers)s."),
        _("Write the number of the one that is meant."),
    ),
    "confirmed_already": (
        _("The result has been confirmed, and the row says otherwise."),
        _("Ask whoever confirmed it to undo that first, or leave the row out."),
    ),
    "not_recordable": (
        _("The task stands at: %(state)s, where no result is brought in."),
        _("Leave the row out, or open the task to see what can be done now."),
    ),
    "reported_by_owner": (
        _("%(person)s has reported another result themselves."),
        _("Send theirs back or have them change it; leave the row out."),
    ),
    "own_result": (
        _("This is your own task."),
        _("Report it on your own page; who scores you confirms it."),
    ),
    "not_yours_to_record": (
        _("%(person)s's results are not yours to bring in."),
        _("Leave the row out: who scores the person or advises on personnel brings them in."),
    ),
    "confirm_waits": (_("Only who scores the person confirms: the result waits with them."), ""),
    "about_task": (_("Task %(number)s of %(person)s: %(task)s."), ""),
    "tasks_changed_meanwhile": (
        _("Some of these tasks changed after this preview was made, so nothing was imported."),
        _("The preview below is new: look through it and import again."),
    ),
    "result_late": (_("Finished after %(due)s: %(number)s delays count."), ""),
    "moved_since": (
        _("Something happened to the task “%(task)s” (number %(number)s) after the import."),
        _("Go on from there by hand; nothing was undone."),
    ),
}
