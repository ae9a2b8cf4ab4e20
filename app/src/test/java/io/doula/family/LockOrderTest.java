package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.LockOrder;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What locks many mothers takes them in the order of their ids. */
@DoulaTest
class LockOrderTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;
  @Autowired Mothers mothers;
  Nursery nursery;
  long clinic;

  @BeforeEach
  void aClinic() {
    nursery = new Nursery(api, staff);
    clinic = nursery.aClinic("Kisumu East");
  }

  @Test
  void aClinicsNewHoursTakeItsMothersInOrder() {
    long first = nursery.aMotherIn(clinic);
    long later = nursery.aMotherIn(clinic);
    // now the first lies behind the later one in the table
    jdbc.sql("update mother set version = version + 1 where id = :id").param("id", first).update();
    jdbc.sql("analyze mother").update();

    new LockOrder(jdbc, transactions)
        .assertKeptBy(
            () -> nursery.admin.patch("/api/clinics/" + clinic, "{\"sendAt\": \"10:00\"}"),
            "mother",
            first,
            later);
  }

  @Test
  void theClinicIsHeldBeforeTheMother() {
    long mother = nursery.aMotherIn(clinic);
    jdbc.sql("update mother set phone = '+254712000009'").update();
    List<Runnable> writes =
        List.of(
            () -> nursery.admin.post("/api/mothers/" + mother + "/opt-out", "{}"),
            () -> mothers.optInAt("+254712000009", MovedClock.START),
            () -> mothers.optOutAt("+254712000009", MovedClock.START),
            () -> mothers.optOutByHer(mother, MovedClock.START));

    for (Runnable write : writes) {
      new LockOrder(jdbc, transactions).assertKeptBy(write, "clinic", clinic, "mother", mother);
    }
  }

  @Test
  void anImportTakesTheMothersItKnowsInOrder() {
    String header = "clinic,external_id,full_name,phone,consent\n";
    String byPhone = "Kisumu East,,Amina Hassan,+254712000001,yes\n";
    String byNumber = "Kisumu East,K-2,Zawadi Juma,+254712000002,yes\n";
    nursery.imports(nursery.admin, header + byPhone);
    nursery.imports(nursery.admin, header + byNumber);
    long first = idOf("Amina Hassan");
    long later = idOf("Zawadi Juma");
    assertThat(first).isLessThan(later);

    new LockOrder(jdbc, transactions)
        .assertKeptBy(
            () -> nursery.imports(nursery.admin, header + byPhone + byNumber),
            "mother",
            first,
            later);
  }

  private long idOf(String name) {
    return jdbc.sql("select id from mother where full_name = :name")
        .param("name", name)
        .query(Long.class)
        .single();
  }
}
