package io.doula.staff.web;

import io.doula.core.Ids;
import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Typed;
import io.doula.staff.Accounts;
import io.doula.staff.ResetLinks;
import io.doula.staff.SecondFactors;
import io.doula.staff.SignInClock;
import io.doula.staff.StaffList;
import io.doula.staff.StaffOffice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * What an ADMIN does to an account at once: each has a page that asks first and says what will
 * happen.
 */
@PageController
class StaffActsController {
  private static final String ACTS =
      "/app/staff/{id}/{act:disable|enable|sign-out|second-factor|reset-link}";

  private final StaffList staff;
  private final StaffOffice office;
  private final Accounts accounts;
  private final SecondFactors secondFactors;
  private final ResetLinks links;
  private final PublicAddress address;
  private final Forms forms;
  private final SignInClock clock;

  StaffActsController(
      StaffList staff,
      StaffOffice office,
      Accounts accounts,
      SecondFactors secondFactors,
      ResetLinks links,
      PublicAddress address,
      Forms forms,
      SignInClock clock) {
    this.staff = staff;
    this.office = office;
    this.accounts = accounts;
    this.secondFactors = secondFactors;
    this.links = links;
    this.address = address;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping(ACTS)
  String ask(@PathVariable String id, @PathVariable String act, Model model) {
    return ask(Ids.inPath(id, "user"), act, model);
  }

  @PostMapping(ACTS)
  String act(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String act,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    long whose = Ids.inPath(id, "user");
    StaffList.Member member = member(whose);
    return forms.tried(
        Typed.nothing(),
        model,
        response,
        () -> ask(whose, act, model),
        () -> {
          switch (act) {
            case "disable" -> office.enable(whose, false);
            case "enable" -> office.enable(whose, true);
            case "sign-out" -> accounts.signOutEverywhere(whose);
            case "second-factor" -> secondFactors.remove(whose);
            default -> {
              ResetLinks.Made made = links.make(whose, viewer.accountId(), clock.now());
              model.addAttribute("current", "more");
              model.addAttribute("id", whose);
              model.addAttribute("username", member.username());
              model.addAttribute("url", address.reset(request, made.token()));
              return "app/reset-link";
            }
          }
          return "redirect:/app/staff/" + whose + "?note=staff-" + act;
        });
  }

  private String ask(long id, String act, Model model) {
    model.addAttribute("current", "more");
    model.addAttribute("member", member(id));
    model.addAttribute("act", act);
    return "app/staff-act";
  }

  private StaffList.Member member(long id) {
    return staff.find(id, clock.now()).orElseThrow(() -> new NotFound("user"));
  }
}
