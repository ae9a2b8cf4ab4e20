package io.doula.desk;

import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.http.PageController;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The places that one does not go to every hour. */
@PageController
class MoreController {
  private static final List<String> EVERYBODYS =
      List.of("reports", "imports", "duplicates", "plans", "clinics", "account");
  private static final List<String> ADMINS = List.of("staff", "audit");

  @GetMapping("/app/more")
  String more(@AuthenticationPrincipal Viewer viewer, Model model) {
    model.addAttribute("current", "more");
    model.addAttribute("places", EVERYBODYS);
    model.addAttribute("adminPlaces", viewer.role() == Role.ADMIN ? ADMINS : List.of());
    return "app/more";
  }
}
