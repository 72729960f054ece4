"""The two commands by which `make run` makes a fresh register usable."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

from articles.management.commands import load_demonstration
from articles.models import Article
from programmes.models import Programme

pytestmark = pytest.mark.django_db


def output_of(command: str) -> str:
    output = StringIO()
    call_command(command, stdout=output)
    return output.getvalue()


def test_the_first_run_makes_an_editor_who_can_sign_in() -> None:
    said = re.search(r"name (\S+), password (\S+)", output_of("ensure_editor"))
    assert said
    user = authenticate(username=said[1], password=said[2])
    assert user is not None
    assert user.is_staff
    assert not user.is_superuser
    assert user.has_perm("programmes.add_programme")
    assert not user.has_perm("auth.add_user")


def test_later_runs_make_nothing_and_say_nothing() -> None:
    output_of("ensure_editor")
    assert output_of("ensure_editor") == ""
    assert get_user_model().objects.count() == 1


def test_two_registers_get_two_passwords() -> None:
    first = output_of("ensure_editor")
    get_user_model().objects.all().delete()
    assert output_of("ensure_editor") != first


class TestLoadDemonstration:
    @pytest.fixture
    def loads(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
        calls: list[tuple] = []
        monkeypatch.setattr(load_demonstration, "call_command", lambda *args, **options: calls.append(args))
        return calls

    def test_an_empty_register_is_filled(self, loads: list[tuple]) -> None:
        output_of("load_demonstration")
        assert [command for command, _ in loads] == ["load_registry"]

    @pytest.mark.parametrize("model", [Programme, Article])
    def test_what_an_editor_has_made_is_left_alone(self, loads: list[tuple], model: type) -> None:
        model.objects.create(slug="own", title="Our own")
        assert output_of("load_demonstration") == ""
        assert loads == []
