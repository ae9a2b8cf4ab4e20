package io.doula.functions.browser;

import io.doula.local.DemoStory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The demo's clinics and people, and who works there, registered by the API. */
final class People {
  static final String PASSWORD = "three words of theirs";
  static final String NURSE = "asha";
  static final String VIEWER = "vera";

  private final Api api;
  private final Map<String, String> clinics = new HashMap<>();

  People(Api api) {
    this.api = api;
  }

  void settle() throws IOException, InterruptedException {
    clinic("KE", "Kibera Health Centre", "Africa/Nairobi", "sw");
    clinic("ZA", "Khayelitsha Day Clinic", "Africa/Johannesburg", "zu");
    clinic("IN", "Varanasi Urban PHC", "Asia/Kolkata", "hi");
    colleague(NURSE, "NURSE");
    colleague(VIEWER, "VIEWER");
    for (CSVRecord line : lines()) {
      register(new DemoStory(line, LocalDate.now(ZoneId.of("Africa/Nairobi"))));
    }
  }

  private void clinic(String country, String name, String zone, String language)
      throws IOException, InterruptedException {
    clinics.put(
        country,
        made(
            "/api/clinics",
            Map.of("name", name, "country", country, "timeZone", zone, "language", language)));
  }

  private void colleague(String name, String role) throws IOException, InterruptedException {
    made(
        "/api/users",
        Map.of(
            "username",
            name,
            "password",
            PASSWORD,
            "role",
            role,
            "clinics",
            List.of(Objects.requireNonNull(clinics.get("KE"))),
            "enabled",
            true));
  }

  private void register(DemoStory story) throws IOException, InterruptedException {
    String clinic = Objects.requireNonNull(clinics.get(story.clinic()));
    String mother = made("/api/mothers", story.mother(clinic));
    if (story.isOfAPregnancy()) {
      String pregnancy = made("/api/mothers/" + mother + "/pregnancies", story.pregnancy());
      for (Object contact : story.antenatalContacts().toList()) {
        api.post("/api/pregnancies/" + pregnancy + "/contacts", contact);
      }
      if (story.isOfALoss()) {
        api.post("/api/pregnancies/" + pregnancy + "/outcome", story.loss());
      }
    }
    for (Object form : story.babies(mother).toList()) {
      String baby = made("/api/babies", form);
      for (Object dose : story.doses().toList()) {
        api.post("/api/babies/" + baby + "/doses", dose);
      }
    }
    if (story.isOptedOut()) {
      api.post("/api/mothers/" + mother + "/opt-out", Map.of());
    }
  }

  private String made(String path, Object body) throws IOException, InterruptedException {
    return api.post(path, body).path("id").asString();
  }

  private static List<CSVRecord> lines() throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader people =
        new InputStreamReader(
            Objects.requireNonNull(DemoStory.class.getResourceAsStream("/demo/people.csv")),
            StandardCharsets.UTF_8)) {
      return format.parse(people).getRecords();
    }
  }
}
