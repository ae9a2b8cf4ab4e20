package io.doula.isolation;

import io.doula.testing.Families;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A clinic and one family with a row in each table that holds a person's things.
 *
 * @param ids by the table they are of; {@code contact} is the pregnancy's, {@code baby contact} the
 *     baby's
 */
record Village(long clinic, Map<String, Long> ids) {
  static final String WEST = "Westernmost";

  static Village of(Families families, JdbcClient jdbc, String name, String phone) {
    Map<String, Long> ids = new LinkedHashMap<>();
    long clinic = families.clinic();
    jdbc.sql("update clinic set name = :name where id = :id")
        .param("name", name)
        .param("id", clinic)
        .update();
    long mother = families.mother(clinic, phone);
    jdbc.sql(
            """
            update mother set full_name = :name, email = :email, external_id = :name where id = :id
            """)
        .param("name", name)
        .param("email", name + "@example.org")
        .param("id", mother)
        .update();
    long pregnancy = families.pregnancy(mother, LocalDate.parse("2025-12-01"));
    // something overdue for the lists, and something due soon for a reminder
    long baby = families.baby(mother, LocalDate.parse("2025-11-15"), name);
    long newborn = families.baby(mother, LocalDate.parse("2026-01-28"), name + " the second");
    families.dose(mother, baby, "BCG", LocalDate.parse("2025-11-16"));
    ids.put("clinic", clinic);
    ids.put("mother", mother);
    ids.put("pregnancy", pregnancy);
    ids.put("baby", baby);
    ids.put("newborn", newborn);
    ids.put("dose", one(jdbc, "select id from dose where baby_id = :id", baby));
    ids.put("contact", contact(jdbc, "pregnancy_id", "ANTENATAL", pregnancy));
    ids.put("baby contact", contact(jdbc, "baby_id", "POSTNATAL", baby));
    families.changed(mother);
    ids.put("reminder", one(jdbc, "select min(id) from reminder where mother_id = :id", mother));
    ids.put("visit", one(jdbc, "select min(id) from visit where mother_id = :id", mother));
    tried(jdbc, ids.get("reminder"), mother, phone);
    long sister = families.mother(clinic, phone);
    ids.put("sister", sister);
    jdbc.sql(
            """
            insert into two_people (mother_id, other_id, decided_at) values (:mother, :sister, now())
            """)
        .param("mother", mother)
        .param("sister", sister)
        .update();
    ids.put("merge", merged(jdbc, mother, families.mother(clinic, phone), name));
    return new Village(clinic, ids);
  }

  /** A register that was brought in, whose refusals tell of the clinic. */
  static long register(JdbcClient jdbc, long account, long clinic) {
    long run =
        one(
            jdbc,
            """
            insert into import_run (account_id, begun_at, lines, file)
            values (:id, now(), 1, '%s') returning id
            """
                .formatted(WEST),
            account);
    jdbc.sql(
            """
            insert into import_refusal (import_run_id, line, column_name, message)
            values (:run, 2, 'clinic', :message)
            """)
        .param("run", run)
        .param("message", WEST)
        .update();
    return run;
  }

  private static long contact(JdbcClient jdbc, String of, String kind, long id) {
    return one(
        jdbc,
        "insert into contact (%s, kind, attended_on, recorded_at) values (:id, '%s', '2026-02-20', now()) returning id"
            .formatted(of, kind),
        id);
  }

  private static void tried(JdbcClient jdbc, long reminder, long mother, String phone) {
    one(
        jdbc,
        """
        insert into attempt (reminder_id, number, channel, epoch, opened_at)
        values (:id, 1, 'sms', 1, now()) returning id
        """,
        reminder);
    one(
        jdbc,
        """
        insert into receipt (channel, event, reminder_id, number, status, happened_at, received_at)
        values ('sms', 'e' || :id, :id, 1, 'SENT', now(), now()) returning id
        """,
        reminder);
    jdbc.sql(
            """
            insert into unreachable (mother_id, channel, address, why, since)
            values (:mother, 'whatsapp', :phone, 'no WhatsApp there', now())
            """)
        .param("mother", mother)
        .param("phone", phone)
        .update();
    jdbc.sql("insert into erased (mark, mother_id) values (sha256(cast(:phone as bytea)), :mother)")
        .param("mother", mother)
        .param("phone", phone)
        .update();
  }

  /** As if the other had been put into her record, with nothing that was the other's. */
  private static long merged(JdbcClient jdbc, long mother, long other, String name) {
    jdbc.sql("update mother set full_name = :name where id = :id")
        .param("name", name + " before")
        .param("id", other)
        .update();
    long merge =
        jdbc.sql(
                """
                insert into merged (mother_id, kept_id, merged_id, merged_at, done)
                select :mother, :mother, m.id, now(), jsonb_build_object(
                  'into', '{}'::jsonb, 'changed', '{}'::jsonb, 'joined', '{}'::jsonb,
                  'messages', '{"reminders": [], "inPlace": [], "spoken": []}'::jsonb,
                  'gone', jsonb_build_object('mother', jsonb_build_array(to_jsonb(m))))
                from mother m where m.id = :other
                returning id
                """)
            .param("mother", mother)
            .param("other", other)
            .query(Long.class)
            .single();
    jdbc.sql(
            """
            insert into known_as (merged_id, mother_id, known_in, full_name, phone)
            select :merge, :mother, clinic_id, full_name, phone from mother where id = :other
            """)
        .param("merge", merge)
        .param("mother", mother)
        .param("other", other)
        .update();
    jdbc.sql("delete from mother where id = :other").param("other", other).update();
    return merge;
  }

  private static long one(JdbcClient jdbc, String sql, long id) {
    return jdbc.sql(sql).param("id", id).query(Long.class).single();
  }
}
