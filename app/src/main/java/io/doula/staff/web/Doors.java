package io.doula.staff.web;

import io.doula.http.Problems;
import io.doula.http.SafeHeaders;
import io.doula.http.UploadFilter;
import io.doula.staff.SignInClock;
import io.doula.staff.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may come in where. What no line here opens is not there: 404. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Doors {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Bean
  SecurityFilterChain chain(
      HttpSecurity http,
      Tokens tokens,
      SignInClock clock,
      Refused refused,
      FormTokens formTokens,
      Problems problems,
      SignInCookie signIn)
      throws Exception {
    return http.authorizeHttpRequests(Doors::whoMayGoWhere)
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(formTokens)
                    .requireCsrfProtectionMatcher(Doors::isForm)
                    // each request proves anew who asks, and is no new sign-in: a form that is open
                    // in another tab stays good. The sign-in itself renews the token.
                    .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
        .addFilterBefore(new SignedInFilter(tokens, clock, signIn), CsrfFilter.class)
        .addFilterBefore(new UploadFilter(problems), CsrfFilter.class)
        .addFilterBefore(new PasswordFirstFilter(refused), AuthorizationFilter.class)
        .exceptionHandling(e -> e.authenticationEntryPoint(refused).accessDeniedHandler(refused))
        .headers(h -> headers(h, signIn))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  private static void whoMayGoWhere(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry to) {
    to.requestMatchers("/", "/static/**", "/health", "/health/delivery").permitAll();
    to.requestMatchers("/api/token", "/api/openapi.json").permitAll();
    to.requestMatchers(Paths.OPEN).permitAll();
    to.requestMatchers("/unsubscribe/*").permitAll();
    // signed by the provider, the handler checks
    to.requestMatchers("/webhooks/*").permitAll();
    // only the local profile has handlers there
    to.requestMatchers("/dev/**").permitAll();
    to.requestMatchers("/metrics").access(new MetricsDoor());
    // one's own entry or an ADMIN's work: the handler knows whose entry it is
    to.requestMatchers("/api/users", "/api/users/**").authenticated();
    to.requestMatchers(HttpMethod.GET, "/api/**").authenticated();
    to.requestMatchers(HttpMethod.HEAD, "/api/**").authenticated();
    to.requestMatchers(HttpMethod.OPTIONS, "/api/**").authenticated();
    // computes and records nothing
    to.requestMatchers("/api/forecast", "/api/forecast/**").authenticated();
    to.requestMatchers("/api/clinics", "/api/clinics/**").hasRole("ADMIN");
    to.requestMatchers("/api/**").hasAnyRole("ADMIN", "NURSE");
    // a mother's page is for all who see her; the pages below it record something
    to.requestMatchers("/app/people/new", "/app/people/*/*/**", "/app/morning", "/app/morning/**")
        .hasAnyRole("ADMIN", "NURSE");
    to.requestMatchers("/app/staff", "/app/staff/**").hasRole("ADMIN");
    to.requestMatchers(HttpMethod.POST, "/app/reminders/**", "/app/imports", "/app/imports/**")
        .hasAnyRole("ADMIN", "NURSE");
    to.requestMatchers("/app/clinics/new", "/app/audit", "/app/audit.csv", "/app/audit/**")
        .hasRole("ADMIN");
    to.requestMatchers(HttpMethod.POST, "/app/clinics/**").hasRole("ADMIN");
    to.requestMatchers("/app", "/app/**").authenticated();
    to.anyRequest().denyAll();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers, SignInCookie signIn) {
    headers
        .httpStrictTransportSecurity(hsts -> hsts.requestMatcher(signIn::isSecure))
        .contentSecurityPolicy(
            policy -> policy.policyDirectives(SafeHeaders.CONTENT_SECURITY_POLICY))
        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
        .permissionsPolicyHeader(policy -> policy.policy(SafeHeaders.PERMISSIONS_POLICY))
        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
  }

  private static boolean isForm(HttpServletRequest request) {
    return Paths.isPage(request) && !SAFE.contains(request.getMethod());
  }

  /** Methods are left to the handlers, which answer 405 and say what they take. */
  @Bean
  StrictHttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }
}
