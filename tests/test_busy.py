"""Where the database's time runs out, a reader is told what to try."""

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import path

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse()


def _stuck(request):
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END $$")
    return HttpResponse()


def _broken(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 'x'")
    return HttpResponse()


def _lost(request):
    raise OperationalError("the connection is closed")


urlpatterns = [
    path("slow/", _slow),
    path("stuck/", _stuck),
    path("broken/", _broken),
    path("lost/", _lost),
]


def test_an_answer_that_takes_too_long_is_given_up_politely(client):
    response = client.get("/slow/")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "Fewer or rarer words" in response.content.decode()
    assert "Content-Security-Policy" in response


def test_who_changes_what_somebody_else_is_at_work_on_is_told_to_try_again(client):
    response = client.post("/stuck/")
    assert response.status_code == 503
    assert "busy, perhaps with an import" in response.content.decode()


@pytest.mark.parametrize("address", ["/broken/", "/lost/"])
def test_other_faults_stay_faults(client, address):
    client.raise_request_exception = False
    assert client.get(address).status_code == 500
