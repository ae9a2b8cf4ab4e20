package io.doula.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.isolation.DescribedRequests.Described;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.EmbeddedDatabase;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ids of another clinic at every endpoint that openapi.json describes, for each role that belongs
 * to clinics: with both layers, and with each alone.
 */
@DoulaTest
@Import(ForeignIdsTest.SqlLimits.class)
class ForeignIdsTest {
  private static final long NOT_THERE = 987_654_321;

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired Families families;
  @Autowired SqlLimits sqlLimits;

  private final JdbcClient superuser = JdbcClient.create(EmbeddedDatabase.asSuperuser("doula"));
  private Village east;
  private Village west;
  private Map<String, Long> foreign;
  private Map<String, Long> none;

  /** What keeps a nurse from other clinics' things. */
  enum Layers {
    BOTH,
    SQL_ALONE,
    ROW_LEVEL_SECURITY_ALONE
  }

  @BeforeEach
  void twoClinicsWithAFamilyEach() {
    east = Village.of(families, jdbc, "East", "+254700000001");
    west = Village.of(families, jdbc, Village.WEST, "+254700000002");
    foreign = new HashMap<>(west.ids());
    foreign.put("account", staff.account(Role.NURSE, west.clinic()).id());
    jdbc.sql(
            """
            insert into second_factor (account_id, sealed_key, made_at, confirmed_at)
            values (:account, '', now(), now())
            """)
        .param("account", foreign.get("account"))
        .update();
    none = new HashMap<>();
    foreign.keySet().forEach(thing -> none.put(thing, NOT_THERE));
  }

  @AfterEach
  void bothLayers() {
    sqlLimits.takenAway = null;
    rowLevelSecurity("enable");
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

  private static boolean mentionsWest(Answer answer) {
    return answer.text().contains(Village.WEST) || answer.text().contains("+254700000002");
  }

  private void only(Layers layers) {
    if (layers == Layers.SQL_ALONE) {
      rowLevelSecurity("disable");
    } else if (layers == Layers.ROW_LEVEL_SECURITY_ALONE) {
      sqlLimits.takenAway = Set.of(east.clinic(), west.clinic());
    }
  }

  private void rowLevelSecurity(String how) {
    for (String table : limited()) {
      jdbc.sql("alter table " + table + " " + how + " row level security").update();
    }
  }

  private List<String> limited() {
    return jdbc.sql("select relname from pg_class where relforcerowsecurity order by relname")
        .query(String.class)
        .list();
  }

  private Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    for (String table : limited()) {
      contents.put(
          table,
          superuser
              .sql(
                  "select string_agg(cast(t as text), e'\\n' order by cast(t as text)) from %s t"
                      .formatted(table))
              .query(String.class)
              .single());
    }
    return contents;
  }

  /** Lets the SQL believe that whoever asks works in more clinics than she does. */
  @TestComponent
  @Order(-90)
  static class SqlLimits extends OncePerRequestFilter {
    volatile @Nullable Set<Long> takenAway;

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      Set<Long> all = takenAway;
      Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
      if (all != null && signedIn != null && signedIn.getPrincipal() instanceof Viewer viewer) {
        Viewer widened = new Viewer(viewer.accountId(), viewer.username(), viewer.role(), all);
        SecurityContextHolder.getContext()
            .setAuthentication(
                new PreAuthenticatedAuthenticationToken(widened, "", signedIn.getAuthorities()));
      }
      chain.doFilter(request, response);
    }
  }
}
