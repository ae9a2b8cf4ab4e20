package io.doula.schedule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A recorded dose with all that its vaccine serves as.
 *
 * @param index its place in the record
 */
record Given(GivenDose dose, Set<String> serves, int index) {

  LocalDate on() {
    return dose.on();
  }

  /** In the order of their days; on one day in the order of the record. */
  static List<Given> inOrder(List<GivenDose> doses, Vaccines vaccines) {
    List<Given> all = new ArrayList<>(doses.size());
    for (GivenDose dose : doses) {
      all.add(new Given(dose, vaccines.servedBy(dose.vaccine()), all.size()));
    }
    all.sort(Comparator.comparing(Given::on));
    return all;
  }
}
