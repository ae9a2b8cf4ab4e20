package io.doula.desk.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.desk.figures.Bars.Bar;
import io.doula.desk.figures.Columns.Day;
import io.doula.desk.figures.TimeLine.Lane;
import io.doula.desk.figures.TimeLine.Stop;
import io.doula.desk.figures.TimeLine.Thing;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Numbers in their places. */
class PicturesTest {

  @Test
  void aPlaceIsAPercentageWithAPointInAnyLanguage() {
    Scale scale = Scale.even(0, 300, 0, 100);

    assertThat(scale.at(0)).isEqualTo("0%");
    assertThat(scale.at(100)).isEqualTo("33.33%");
    assertThat(scale.at(300)).isEqualTo("100%");
    assertThat(scale.width(75, 150)).isEqualTo("25%");
  }

  @Test
  void whatLiesBeyondAnEndStandsAtIt() {
    Scale scale = Scale.even(0, 10, 20, 80);

    assertThat(scale.at(-5)).isEqualTo("20%");
    assertThat(scale.at(99)).isEqualTo("80%");
    assertThat(scale.width(9, 3)).isEqualTo("0%");
  }

  @Test
  void stopsAreEquallyFarApartWhateverLiesBetween() {
    Scale scale = Scale.stops(new TreeSet<>(List.of(0, 42, 4000)), 0, 100);

    assertThat(scale.at(42)).isEqualTo("50%");
    assertThat(scale.at(21)).isEqualTo("25%");
    assertThat(scale.at(4000)).isEqualTo("100%");
  }

  @Test
  void aBarIsAShareOfItsOwnWhole() {
    Bars bars =
        Bars.of(
            List.of(
                new Bar(
                    "DTP",
                    "75 %",
                    true,
                    8,
                    List.of(new Amount("full", 4), new Amount("hatched", 2))),
                new Bar("BCG", "0 %", false, 3, List.of(new Amount("full", 0)))),
            0.9);

    assertThat(bars.line()).isEqualTo("90%");
    assertThat(bars.rows().get(0).pieces())
        .containsExactly(
            new Bars.Piece("full", "0%", "50%"), new Bars.Piece("hatched", "50%", "25%"));
    assertThat(bars.rows().get(1).pieces()).isEmpty();
    assertThat(bars.rows().get(1).y()).isGreaterThan(bars.rows().get(0).y());
    assertThat(bars.height()).isGreaterThan(bars.rows().get(1).y() + 40);
  }

  @Test
  void aColumnIsPiledUpFromItsAmounts() {
    Columns picture =
        Columns.of(
            List.of(
                new Day("1", List.of(new Amount("full", 5), new Amount("open", 5)), 10L),
                new Day("2", List.of(), 0L)),
            10);

    Columns.Column full = picture.columns().get(0);
    assertThat(full.number()).isEqualTo(10);
    assertThat(full.pieces()).hasSize(2);
    Columns.Piece lower = full.pieces().get(0);
    Columns.Piece upper = full.pieces().get(1);
    assertThat(lower.y() + lower.height()).isEqualTo(picture.base());
    assertThat(upper.y() + upper.height()).isEqualTo(lower.y());
    assertThat(lower.height()).isEqualTo(upper.height());
    assertThat(full.mark()).isEqualTo(upper.y());
    assertThat(picture.columns().get(1).pieces()).isEmpty();
    assertThat(picture.columns().get(1).number()).isNull();
    assertThat(picture.columns().get(1).mark()).isNull();
  }

  @Test
  void whatIsThereIsToBeSeenHoweverLittle() {
    Columns picture = Columns.of(List.of(new Day("1", List.of(new Amount("full", 1)), null)), 9999);

    assertThat(picture.columns().get(0).pieces().get(0).height()).isPositive();
  }

  @Test
  void anAxisEndsAtARoundNumberWithAWholeHalf() {
    assertThat(Columns.top(0)).isEqualTo(2);
    assertThat(Columns.top(3)).isEqualTo(4);
    assertThat(Columns.top(24)).isEqualTo(30);
    assertThat(Columns.top(91)).isEqualTo(100);
    assertThat(Columns.top(101)).isEqualTo(200);
    assertThat(Columns.top(234_567)).isEqualTo(300_000);
    for (long highest = 1; highest < 3_000; highest++) {
      long top = Columns.top(highest);
      assertThat(top).isGreaterThanOrEqualTo(highest);
      assertThat(top % 2).isZero();
    }
  }

  @Test
  void aNumberOnEachColumnNeedsRoom() {
    Day day = new Day("", List.of(new Amount("full", 3)), null);

    assertThat(Columns.of(java.util.Collections.nCopies(14, day), 3).columns())
        .allSatisfy(column -> assertThat(column.number()).isEqualTo(3));
    assertThat(Columns.of(java.util.Collections.nCopies(28, day), 3).columns())
        .allSatisfy(column -> assertThat(column.number()).isNull());
  }

  @Test
  void aLaneShowsWhenSomethingIsOnTimeAndWhenItEnds() {
    TimeLine line =
        TimeLine.of(
            List.of(
                new Thing("DTP", 0, 42, 84, 126, true), new Thing("BCG", 0, 0, null, null, true)),
            true,
            168);

    Lane dtp = line.lanes().get(0);
    assertThat(line.stops()).containsExactly(new Stop("29%", 0), new Stop("46.25%", 42));
    assertThat(dtp.early()).isEqualTo("29%");
    assertThat(dtp.due()).isEqualTo("46.25%");
    assertThat(dtp.onTime()).isEqualTo("17.25%");
    assertThat(dtp.late()).isEqualTo("63.5%");
    assertThat(dtp.end()).isEqualTo("80.75%");
    assertThat(dtp.closed()).isTrue();
    assertThat(line.lanes().get(1).closed()).isFalse();
    assertThat(line.lanes().get(1).end()).isEqualTo("98%");
  }
}
