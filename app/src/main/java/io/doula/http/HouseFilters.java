package io.doula.http;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.UrlHandlerFilter;

/** Filters that are Spring's own. Handlers map paths without a slash at the end. */
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
}
