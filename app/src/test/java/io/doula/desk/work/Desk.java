package io.doula.desk.work;

import io.doula.core.Role;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A clinic at whose desk tests sit down. Today is Tuesday, 10 March 2026, 09:00 in Nairobi. */
@DoulaTest
abstract class Desk {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;

  /** The browser of somebody who is signed in. */
  Browser browser(Role role, long... clinics) {
    Browser browser = new Browser(api);
    browser.signIn(staff.account(role, clinics).username(), Staff.PASSWORD);
    return browser;
  }

  long mother(long clinic, String name, String phone) {
    long mother = families.mother(clinic, phone);
    jdbc.sql("update mother set full_name = :name where id = :id")
        .param("name", name)
        .param("id", mother)
        .update();
    return mother;
  }

  /** A reminder of hers about all her visits, which stands like this. */
  long reminder(long mother, String state, String day) {
    long id =
        jdbc.sql(
                """
                insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at,
                  channel, created_at, ended_at, lease_until)
                values (:mother, cast(:day as date), 'MISSED',
                  cast(:day as date) + interval '6 hours', '2026-03-20T00:00Z', :state,
                  'it went like that', 'infinity', 'sms', '2026-03-01T00:00Z',
                  case when :state in ('FAILED', 'DELIVERED') then timestamptz '2026-03-10T00:00Z' end,
                  case when :state = 'SENDING' then timestamptz '2026-03-10T00:00Z' end)
                returning id
                """)
            .param("mother", mother)
            .param("day", day)
            .param("state", state)
            .query(Long.class)
            .single();
    jdbc.sql(
            """
            insert into reminder_visit (reminder_id, visit_id, kind)
            select :id, id, 'MISSED' from visit
            where mother_id = :mother and due <= cast(:day as date) and done_on is null
              and not exists (select from reminder_visit rv where rv.visit_id = visit.id and rv.kind = 'MISSED')
            """)
        .param("id", id)
        .param("mother", mother)
        .param("day", day)
        .update();
    return id;
  }
}
