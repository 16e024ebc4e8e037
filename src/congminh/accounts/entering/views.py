"""Getting in and out; in a trial, as one of the cast by one click."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login, views
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from congminh.accounts.entering.admitting import admit, half_admitted, ours
from congminh.accounts.entering.forms import SecondStepForm, SignInForm
from congminh.accounts.entering.passkey_form import PasskeyForm
from congminh.accounts.factors.checking import has_passkey
from congminh.accounts.factors.passkeys import to_answer
from congminh.accounts.gate import HANDED_OUT
from congminh.accounts.models import Account
from congminh.org.doors import ACCOUNT, ANYONE, door
from congminh.org.models import Post


class SignIn(views.LoginView):
    """«Đăng nhập»; in a trial it also offers the cast, and where single sign-on is set, that."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """In, or to the second step."""
        return admit(self.request, form.get_user(), self.get_redirect_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With `cast` in a trial, and the `providers` of single sign-on."""
        cast = _cast() if settings.DEMO else ()
        return super().get_context_data(cast=cast, providers=settings.OIDC, **kwargs)


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
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """«Bước thứ hai»: for whoever just gave a password; the sign-in page for anybody else."""
    half = half_admitted(request)
    if half is None:
        return HttpResponseRedirect(reverse("sign_in"))
    user, then = half
    form = SecondStepForm(request, user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return admit(request, user, then, is_whole=True)
    shown = {"form": form, "options": to_answer(user) if has_passkey(user) else ""}
    return render(request, "accounts/second_step.html", shown, status=422 if form.errors else 200)


@door(ANYONE)
@require_http_methods(["GET", "POST"])
def by_passkey(request: HttpRequest) -> HttpResponse:
    """«Đăng nhập bằng khóa truy cập»: no name and no password; the key asks its owner for a finger or PIN."""
    asked = request.POST if request.method == "POST" else request.GET
    then = ours(request, asked.get("next", ""))
    form = PasskeyForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return admit(request, form.user, then, is_whole=True)
        except ValidationError as fault:
            form.add_error(None, fault)
    shown = {"form": form, "next": then, "options": to_answer()}
    return render(request, "accounts/by_passkey.html", shown, status=422 if form.errors else 200)


@door(ANYONE)
@require_POST
def play(request: HttpRequest, name: str) -> HttpResponse:
    """Sign in as one of the cast; there is no such page outside a trial."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(_players(), username=name)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(ours(request, request.POST.get("next", "")))


def _players() -> QuerySet[Any]:
    """Accounts that nobody can sign in to by password: those of the trial's cast."""
    return get_user_model().objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, is_active=True)


def _cast() -> list[dict[str, Any]]:
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
