package io.doula.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Browser;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportPagesTest extends Desk {
  private static final String HEADER = "clinic,full_name,phone,consent,baby_birth_date\n";
  private static final String PAGE = "/app/imports";

  long kibera;
  Browser nurse;

  @BeforeEach
  void aClinic() {
    kibera = families.clinic();
    jdbc.sql("update clinic set name = 'Kibera'").update();
    nurse = browser(Role.NURSE, kibera);
  }

  private Answer upload(Browser who, String csv) {
    return who.upload(PAGE, PAGE, "file", csv.getBytes(StandardCharsets.UTF_8));
  }

  private static String mothers(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "Kibera,Zoë " + i + ",+2547" + (10_000_000 + i) + ",no,\n")
        .collect(Collectors.joining());
  }

  private int count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
  }

  @Test
  void aRegisterIsTakenAndWhatIsWrongIsSaidLineByLine() {
    String csv =
        HEADER
            + "Kibera,Zoë Achieng,+254712000001,yes,2026-03-01\n"
            + "Kibera,Njeri,0712,yes,\n"
            + "Nowhere,Asha,+254712000003,yes,\n";

    Answer taken = upload(nurse, csv);

    assertThat(taken.status()).as(taken::toString).isEqualTo(302);
    String report = taken.header("Location");
    String page = nurse.get(report).text();
    assertThat(page)
        .contains("The register is in, but for the lines that were refused", "Line 3", "Line 4")
        .contains("<code>phone</code>", "<code>clinic</code>", "Is an unknown clinic")
        .doesNotContain("Njeri", "0712", "??", "style=\"");
    assertThat(nurse.get(report + "/refused.csv").text())
        .startsWith("line,column,message\r\n3,phone,")
        .contains("\r\n4,clinic,is an unknown clinic");
    assertThat(jdbc.sql("select full_name from mother").query(String.class).list())
        .containsExactly("Zoë Achieng");
    assertThat(nurse.get(PAGE).text()).contains(report, "nurse");
    assertThat(count("import_run where file is not null")).isZero();
  }

  @Test
  void theSameRegisterAgainChangesNothing() {
    upload(nurse, HEADER + mothers(0, 3));

    String report = upload(nurse, HEADER + mothers(0, 3)).header("Location");

    assertThat(nurse.get(report).text()).contains("All lines are in");
    assertThat(
            jdbc.sql("select unchanged from import_run where id = 2").query(Integer.class).single())
        .isEqualTo(3);
  }

  @Test
  void linesCanBePasted() {
    Answer taken =
        nurse.upload(
            PAGE,
            PAGE,
            "file",
            new byte[0],
            "pasted",
            HEADER + "Kibera,Zoë,+254712000001,yes,\r\n");

    assertThat(taken.status()).isEqualTo(302);
    assertThat(jdbc.sql("select full_name from mother").query(String.class).list())
        .containsExactly("Zoë");
  }

  @Test
  void aLongRegisterGoesOnRoundByRound() {
    String report = upload(nurse, HEADER + mothers(0, 4500) + "Kibera,,,yes,\n").header("Location");

    String page = nurse.get(report).text();
    assertThat(count("mother")).isEqualTo(4000);
    assertThat(page)
        .contains("4,000 of 4,501 lines are done", "value=\"4000\" max=\"4501\"", "/on\"")
        .contains("hx-trigger=\"load", "htmx");
    Answer done = nurse.submit(report, report + "/on");

    assertThat(done.status()).isEqualTo(302);
    assertThat(count("mother")).isEqualTo(4500);
    assertThat(nurse.get(report).text())
        .contains("4,500", "Line 4,502")
        .doesNotContain("hx-post", "<progress");
    assertThat(count("import_run where file is not null or ended_at is null")).isZero();
    assertThat(nurse.submit(PAGE, report + "/on").status()).isEqualTo(302);
    assertThat(count("import_refusal")).isEqualTo(1);
  }

  @Test
  void aRoundThatSomebodyIsAtIsNotDoneTwiceAndOneThatDiedIsTakenUp() {
    String report = upload(nurse, HEADER + mothers(0, 4001)).header("Location");
    jdbc.sql("update import_run set held_until = :until")
        .param("until", clock.now().plusSeconds(60).atOffset(java.time.ZoneOffset.UTC))
        .update();

    nurse.submit(report, report + "/on");
    assertThat(count("mother")).isEqualTo(4000);
    clock.advance(Duration.ofSeconds(61));
    nurse.submit(report, report + "/on");
    assertThat(count("mother")).isEqualTo(4001);
  }

  @Test
  void aFileThatNobodyGoesOnWithIsForgotten() {
    String report = upload(nurse, HEADER + mothers(0, 4001)).header("Location");
    clock.advance(Duration.ofDays(8));

    browser(Role.NURSE, kibera);
    jdbc.sql("update account set session_epoch = session_epoch").update();
    Browser again = browser(Role.NURSE, kibera);
    upload(again, HEADER + mothers(0, 1));

    assertThat(count("import_run where file is not null")).isZero();
    assertThat(browser(Role.ADMIN).get(report).text()).contains("is not kept any more");
  }

  @Test
  void aFileWithoutItsColumnsIsRefusedByColumnAndNothingIsKept() {
    Answer refused = upload(nurse, "clinic,name,phone\nKibera,Zoë,+254712000001\n");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text())
        .contains("<code>name</code>", "Is an unknown column")
        .contains("<code>full_name</code>", "Is a column that must be there");
    assertThat(upload(nurse, HEADER).text()).contains("The file has no line below");
    assertThat(upload(nurse, "").text()).contains("Choose a file");
    assertThat(count("import_run")).isZero();
  }

  @Test
  void fourMegabytesAreTakenAndMoreIsRefused() {
    String filler = "\n".repeat(4 * 1024 * 1024 - 200);

    assertThat(upload(nurse, HEADER + mothers(0, 1) + filler).status()).isEqualTo(302);
    Answer refused = upload(nurse, HEADER + mothers(1, 2) + filler + "\n".repeat(100_000));

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text()).contains("up to 4 MB");
    assertThat(count("mother")).isEqualTo(1);
  }

  @Test
  void theEmptyTableNamesTheColumns() {
    assertThat(nurse.get(PAGE + "/template.csv").text())
        .startsWith("clinic,external_id,full_name,phone,")
        .endsWith(",baby_birth_date\r\n");
  }

  @Test
  void aNurseBringsMothersIntoHerClinicsAlone() {
    families.clinic();
    jdbc.sql("update clinic set name = 'Varanasi' where id <> :id").param("id", kibera).update();

    String report = upload(nurse, HEADER + "Varanasi,Zoë,+254712000001,yes,\n").header("Location");

    assertThat(nurse.get(report).text()).contains("Is an unknown clinic");
    assertThat(count("mother")).isZero();
  }

  @Test
  void aReportIsItsBringersAndAnAdminsAlone() {
    String report = upload(nurse, HEADER + mothers(0, 4001)).header("Location");
    Browser colleague = browser(Role.NURSE, kibera);
    Browser admin = browser(Role.ADMIN);

    assertThat(colleague.get(report).status()).isEqualTo(404);
    assertThat(colleague.get(report + "/refused.csv").status()).isEqualTo(404);
    assertThat(colleague.submit(PAGE, report + "/on").status()).isEqualTo(404);
    assertThat(colleague.get(PAGE).text()).doesNotContain(report);
    assertThat(admin.get(report).text()).contains("4,000 of 4,001").doesNotContain("hx-post");
    assertThat(admin.submit(PAGE, report + "/on").status()).isEqualTo(404);
    assertThat(count("mother")).isEqualTo(4000);
  }

  @Test
  void whoOnlyReadsBringsNothingIn() {
    Browser viewer = browser(Role.VIEWER, kibera);

    assertThat(viewer.get(PAGE).text()).doesNotContain("type=\"file\"").contains("You may look");
    assertThat(upload(viewer, HEADER + mothers(0, 1)).status()).isEqualTo(403);
    assertThat(count("mother")).isZero();
  }

  @Test
  void aFileWithoutTheFormsTokenOrASignInIsRefused() {
    String boundary = "b";
    byte[] body =
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                + HEADER
                + mothers(0, 1)
                + "\r\n--b--\r\n")
            .getBytes(StandardCharsets.UTF_8);
    io.doula.testing.Api signedIn =
        api.with(
            "Cookie",
            nurse.cookies().entrySet().stream()
                .map(c -> c.getKey() + "=" + c.getValue())
                .collect(Collectors.joining("; ")));
    String type = "multipart/form-data; boundary=" + boundary;
    assertThat(signedIn.send("POST", PAGE, type, BodyPublishers.ofByteArray(body)).status())
        .isEqualTo(403);
    assertThat(api.send("POST", PAGE, type, BodyPublishers.ofByteArray(body)).header("Location"))
        .endsWith("/app/sign-in");
    assertThat(count("mother")).isZero();
  }

  @Test
  void aFormThatIsNoneIsRefused() {
    for (String body :
        new String[] {
          "", "--b", "--b\r\n", "--b\r\nx\r\n\r\ny\r\n--b--", "--b\r\n\r\n--b--", "--b\r\n\r\n\r\n"
        }) {
      Answer answer =
          api.with(
                  "Cookie",
                  nurse.cookies().entrySet().stream()
                      .map(c -> c.getKey() + "=" + c.getValue())
                      .collect(Collectors.joining("; ")))
              .send(
                  "POST",
                  PAGE,
                  "multipart/form-data; boundary=b",
                  java.net.http.HttpRequest.BodyPublishers.ofString(body));
      assertThat(answer.status()).as(body).isEqualTo(400);
    }
  }
}
