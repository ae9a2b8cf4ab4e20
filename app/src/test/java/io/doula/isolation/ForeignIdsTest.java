package io.doula.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.isolation.DescribedRequests.Described;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ids of another clinic at every endpoint that openapi.json describes, for each role that belongs
 * to clinics: with both layers, and with each alone.
 */
class ForeignIdsTest extends TwoClinics {
  private static final long NOT_THERE = 987_654_321;

  private Map<String, Long> none;

  @BeforeEach
  void idsOfNothing() {
    none = new HashMap<>();
    foreign.keySet().forEach(thing -> none.put(thing, NOT_THERE));
  }

  @ParameterizedTest
  @EnumSource
  void aThingOfAnotherClinicIsNotThere(Layers layers) {
    Map<String, String> before = contents();
    Api nurse = api.as(staff.nurse(east.clinic()));
    Api viewer = api.as(staff.viewer(east.clinic()));
    only(layers);
    List<Described> requests = new DescribedRequests(foreign).naming();
    List<Described> inVain = new DescribedRequests(none).naming();
    assertThat(requests).hasSizeGreaterThan(35).hasSameSizeAs(inVain);
    for (int i = 0; i < requests.size(); i++) {
      assertNotThere(requests.get(i), inVain.get(i), nurse);
      assertNotThere(requests.get(i), inVain.get(i), viewer);
    }
    bothLayers();
    assertThat(contents()).as("and nothing of it has changed").isEqualTo(before);
    Api admin = api.as(staff.admin());
    requests.stream()
        .filter(Described::reads)
        .forEach(r -> assertThat(r.sentBy(admin).status()).as("an ADMIN: " + r).isEqualTo(200));
    requests.stream()
        .filter(r -> !r.reads())
        // after which somebody is not there
        .sorted(Comparator.comparing(r -> List.of("merge", "erase").indexOf(last(r.path()))))
        .forEach(r -> assertThat(r.sentBy(admin).status()).as("an ADMIN: " + r).isNotEqualTo(404));
  }

  @ParameterizedTest
  @EnumSource
  void aListHoldsNothingOfAnotherClinic(Layers layers) {
    Api nurse = api.as(staff.nurse(east.clinic()));
    Api viewer = api.as(staff.viewer(east.clinic()));
    Api admin = api.as(staff.admin());
    int told = 0;
    for (Described list : new DescribedRequests(foreign).listing()) {
      told += mentionsWest(list.sentBy(admin)) ? 1 : 0;
      only(layers);
      for (Api one : List.of(nurse, viewer)) {
        Answer answer = list.sentBy(one);
        assertThat(answer.status()).as("%s: %s", list, answer).isIn(200, 403);
        assertThat(mentionsWest(answer)).as("%s: %s", list, answer).isFalse();
        assertThat(mentionsWest(list.sentBy(one.with("Accept", "text/csv")))).isFalse();
      }
      bothLayers();
    }
    assertThat(told).as("lists in which an ADMIN finds it").isGreaterThanOrEqualTo(3);
  }

  /** 404 or 403; or just what is answered to an id that nobody has. */
  private void assertNotThere(Described request, Described inVain, Api one) {
    Answer answer = request.sentBy(one);
    if (answer.status() != 404 && answer.status() != 403) {
      assertThat(answer.status()).as("%s: %s", request, answer).isEqualTo(400);
      assertThat(answer.text()).as("%s", request).isEqualTo(inVain.sentBy(one).text());
    }
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
