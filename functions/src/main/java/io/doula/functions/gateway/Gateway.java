package io.doula.functions.gateway;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.AwsProxySecurityContextWriter;
import com.amazonaws.serverless.proxy.InitializationWrapper;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.spring.SpringBootLambdaContainerHandler;
import jakarta.servlet.FilterChain;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.WebApplicationType;

/** AWS's container for Spring Boot, with requests and answers that are Tomcat's to the byte. */
public final class Gateway
    extends SpringBootLambdaContainerHandler<AwsProxyRequest, AwsProxyResponse> {

  private Gateway(Class<?> program) {
    super(
        AwsProxyRequest.class,
        AwsProxyResponse.class,
        new EventReader(),
        new AnswerWriter(),
        new AwsProxySecurityContextWriter(),
        new Unanswered(),
        program,
        new InitializationWrapper(),
        WebApplicationType.SERVLET);
    // a line a request, and a path may hold what is in no log; API Gateway has an access log
    setLogFormatter(null);
  }

  /**
   * Starts the program, in this thread.
   *
   * @param program a Spring Boot application
   */
  public static Gateway start(Class<?> program, String... profiles) {
    getContainerConfig().setDefaultContentCharset("UTF-8");
    Gateway gateway = new Gateway(program);
    gateway.activateSpringProfiles(profiles);
    try {
      gateway.getInitializationWrapper().start(gateway);
    } catch (ContainerInitializationException e) {
      throw new IllegalStateException("the program does not start", e);
    }
    return gateway;
  }

  /** One for every path: the container would keep one for each path that was ever asked for. */
  @Override
  protected FilterChain getFilterChain(HttpServletRequest request, Servlet servlet) {
    return super.getFilterChain(
        new HttpServletRequestWrapper(request) {
          @Override
          public String getRequestURI() {
            return "/";
          }
        },
        servlet);
  }

  @Override
  protected AwsHttpServletResponse getContainerResponse(
      HttpServletRequest request, CountDownLatch latch) {
    return new GatewayResponse(request, latch);
  }
}
