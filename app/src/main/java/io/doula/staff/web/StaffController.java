package io.doula.staff.web;

import io.doula.core.FieldErrors;
import io.doula.core.Ids;
import io.doula.core.NotFound;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Typed;
import io.doula.staff.Account;
import io.doula.staff.AccountForm;
import io.doula.staff.Accounts;
import io.doula.staff.SignInClock;
import io.doula.staff.StaffList;
import io.doula.staff.StaffOffice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The staff, for an ADMIN: who may sign in, as what, and where. */
@PageController
class StaffController {
  private final StaffList staff;
  private final Accounts accounts;
  private final StaffOffice office;
  private final PublicAddress address;
  private final Forms forms;
  private final ProgramClock clock;
  private final SignInClock signInClock;

  StaffController(
      StaffList staff,
      Accounts accounts,
      StaffOffice office,
      PublicAddress address,
      Forms forms,
      ProgramClock clock,
      SignInClock signInClock) {
    this.staff = staff;
    this.accounts = accounts;
    this.office = office;
    this.address = address;
    this.forms = forms;
    this.clock = clock;
    this.signInClock = signInClock;
  }

  @GetMapping("/app/staff")
  String list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String after,
      Model model) {
    List<StaffList.Member> found = staff.page(q.strip(), after, signInClock.now());
    List<StaffList.Member> shown = found.stream().limit(StaffList.PAGE).toList();
    model.addAttribute("current", "more");
    model.addAttribute("q", q.strip());
    model.addAttribute("members", shown);
    if (found.size() > shown.size()) {
      model.addAttribute("next", shown.get(shown.size() - 1).username());
    }
    return "app/staff";
  }

  @GetMapping("/app/staff/new")
  String newForm(Model model) {
    model.addAttribute("form", Typed.recorded(Map.of("role", Role.NURSE)));
    return form(null, model);
  }

  @PostMapping("/app/staff/new")
  String add(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Typed typed = Typed.of(sent);
    return forms.tried(
        typed,
        model,
        response,
        () -> form(null, model),
        () -> {
          StaffOffice.Invited invited =
              office.invite(
                  accountForm(typed, true), viewer.accountId(), clock.now(), signInClock.now());
          model.addAttribute("current", "more");
          model.addAttribute("username", invited.account().username());
          model.addAttribute("id", invited.account().id());
          model.addAttribute("url", address.reset(request, invited.link().token()));
          model.addAttribute("isNew", true);
          return "app/reset-link";
        });
  }

  @GetMapping("/app/staff/{id}")
  String one(@PathVariable String id, Model model) {
    Account account = account(id);
    model.addAttribute(
        "form",
        Typed.recorded(
            Map.of(
                "username", account.username(),
                "role", account.role(),
                "clinics", account.clinics(),
                "version", account.version())));
    return form(account, model);
  }

  @PostMapping("/app/staff/{id}")
  String change(
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletResponse response,
      Model model) {
    Account account = account(id);
    Typed typed = Typed.of(sent);
    return forms.tried(
        typed,
        model,
        response,
        () -> form(account, model),
        () -> {
          office.change(account.id(), version(typed), accountForm(typed, account.enabled()));
          return "redirect:/app/staff?note=staff-changed";
        });
  }

  private String form(@Nullable Account account, Model model) {
    model.addAttribute("current", "more");
    model.addAttribute("clinics", staff.clinics());
    model.addAttribute("roles", Arrays.stream(Role.values()).map(Role::name).toList());
    if (account != null) {
      model.addAttribute(
          "member",
          staff.find(account.id(), signInClock.now()).orElseThrow(() -> new NotFound("user")));
    }
    return "app/staff-form";
  }

  private Account account(String id) {
    Optional<Account> account = accounts.find(Ids.inPath(id, "user"));
    return account.orElseThrow(() -> new NotFound("user"));
  }

  private static AccountForm accountForm(Typed typed, boolean enabled) {
    String username = typed.given("username");
    Role role = role(typed.value("role"));
    FieldErrors errors = new FieldErrors();
    AccountForm.check(username, role, errors);
    errors.throwIfAny();
    Set<Long> clinics = new HashSet<>();
    typed.all("clinics").forEach(clinic -> clinics.add(Ids.inField(clinic, "clinics")));
    return new AccountForm(
        Objects.requireNonNull(username), Objects.requireNonNull(role), clinics, enabled);
  }

  private static @Nullable Role role(String text) {
    return Arrays.stream(Role.values()).filter(r -> r.name().equals(text)).findFirst().orElse(null);
  }

  /** No number is no version that anything ever had. */
  private static int version(Typed typed) {
    String version = typed.value("version");
    return version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : -1;
  }
}
