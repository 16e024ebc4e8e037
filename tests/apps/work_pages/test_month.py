def test_x(desk, enter):
    t = desk.given()
    c = enter(desk.here.lan)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    with CaptureQueriesContext(connection) as q:
        a = c.get(f"/?ky={t.period}")
    for i, x in enumerate(q): print(i, x["sql"][:230])
    assert a.status_code == 200
    print(a.content.decode()[3000:9000])
    a = c.post(f"/viec/{t.pk}/bao-cao/", {"version": 1, "all": 1})
    print(a.status_code, a.content.decode()[:300], a.headers)
    assert 0
