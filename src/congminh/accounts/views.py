"""Getting in and out; in a trial, as one of the cast by one click."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login, views
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from congminh.accounts.gate import HANDED_OUT
from congminh.accounts.models import Account, has_handed_out_password
from congminh.org.doors import ACCOUNT, ANYONE, door
from congminh.org.models import Post


class SignIn(views.LoginView):
    """«Đăng nhập»; in a trial it also offers the cast."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Note a password that was handed out: it is changed first."""
        answer = super().form_valid(form)
        if has_handed_out_password(form.get_user()):
            self.request.session[HANDED_OUT] = True
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With `cast` in a trial."""
        return super().get_context_data(cast=_cast(self.request) if settings.DEMO else (), **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """Labels in our words."""
        form = super().get_form(form_class)
        form.label_suffix = ""
        form.fields["username"].label = _("Account name")
        form.fields["password"].label = _("Password")
        return form


class ChangePassword(views.PasswordChangeView):
    """«Đổi mật khẩu»: from then on the password is nobody's but one's own."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Note that the handed-out password is gone."""
        Account.objects.filter(user=self.request.user.pk).update(must_change_password=False)
        self.request.session.pop(HANDED_OUT, None)
        return super().form_valid(form)


sign_in = door(ANYONE)(SignIn.as_view())
sign_out = door(ANYONE)(views.LogoutView.as_view(next_page=reverse_lazy("sign_in")))
change_password = door(ACCOUNT)(ChangePassword.as_view())


@door(ANYONE)
@require_POST
def play(request: HttpRequest, name: str) -> HttpResponse:
    """Sign in as one of the cast; there is no such page outside a trial."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(_players(), username=name)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(asked if ours else reverse("home"))


def _players() -> QuerySet[Any]:
    """Accounts that nobody can sign in to by password: those of the trial's cast."""
    return get_user_model().objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, is_active=True)


def _cast(request: HttpRequest) -> list[dict[str, Any]]:
    """The cast with what each is, as the trial's sign-in page lists them."""
    users = {user.pk: user for user in _players().select_related("person").order_by("pk")}
    held = Post.objects.filter(person__user__in=users, last=None).select_related("position", "person")
    posts = {post.person.user_id: str(post.position) for post in held}
    return [
        {"key": user.username, "name": _name(user), "post": posts.get(pk) or _part(user)} for pk, user in users.items()
    ]


def _name(user: Any) -> str:
    person = getattr(user, "person", None)
    return str(person or user.get_full_name() or user.username)


def _part(user: Any) -> Any:
    return _("System administrator") if user.is_superuser else _("Outside the agency")
