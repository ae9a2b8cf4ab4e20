package io.doula.http;

import io.doula.core.Sight;
import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.UrlHandlerFilter;

/** Small filters. Handlers map paths without a slash at the end. */
@Configuration(proxyBeanMethods = false)
class HouseFilters {

  @Bean
  FilterRegistrationBean<UrlHandlerFilter> trailingSlash() {
    FilterRegistrationBean<UrlHandlerFilter> filter =
        new FilterRegistrationBean<>(
            UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build());
    filter.setOrder(FilterOrder.TRAILING_SLASH);
    return filter;
  }

  /** Before anybody is signed in a request sees no clinic; who signs in widens it. */
  @Bean
  FilterRegistrationBean<Filter> nothingInSight() {
    FilterRegistrationBean<Filter> filter =
        new FilterRegistrationBean<>(
            (request, response, chain) -> {
              Sight.Open seen = Sight.NONE.open();
              try {
                chain.doFilter(request, response);
              } finally {
                seen.close();
              }
            });
    filter.setOrder(FilterOrder.SIGHT);
    return filter;
  }
}
