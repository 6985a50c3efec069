"""What stands in the log: faults with all that helps to find them, refusals in a line."""

import pytest
from django.urls import path


def fails(request):
    """A page with a fault in it."""
    raise RuntimeError("a fault")


urlpatterns = [path("fails/", fails)]


def test_a_request_for_another_host_is_told_in_a_line(client, caplog):
    assert client.get("/", headers={"host": "other.example"}).status_code == 400
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "other.example" in record.getMessage()
    assert "Traceback" not in caplog.handler.format(record)


@pytest.mark.urls(__name__)
def test_a_fault_is_told_with_where_it_is(client, caplog):
    client.raise_request_exception = False
    assert client.get("/fails/").status_code == 500
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "a fault" in caplog.handler.format(record)
    assert "Traceback" in caplog.handler.format(record)
