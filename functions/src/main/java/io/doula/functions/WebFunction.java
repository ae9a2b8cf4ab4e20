package io.doula.functions;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.InitializationWrapper;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.spring.SpringBootLambdaContainerHandler;
import com.amazonaws.serverless.proxy.spring.SpringBootProxyHandlerBuilder;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.springframework.boot.SpringApplication;

/**
 * Answers HTTP: requests of an API Gateway HTTP API with payload version 1.0, which alone carries
 * several cookies in one answer.
 */
public class WebFunction implements RequestStreamHandler {
  private final SpringBootLambdaContainerHandler<AwsProxyRequest, AwsProxyResponse> container;

  /** Starts the program. */
  public WebFunction() {
    System.setProperty("spring.aot.enabled", "true");
    SpringBootLambdaContainerHandler.getContainerConfig().setDefaultContentCharset("UTF-8");
    container = SpringApplication.withHook(new Prepared(WebHouse.class), WebFunction::start);
    // API Gateway keeps the access log, without queries
    container.setLogFormatter(null);
  }

  private static SpringBootLambdaContainerHandler<AwsProxyRequest, AwsProxyResponse> start() {
    try {
      return new SpringBootProxyHandlerBuilder<AwsProxyRequest>()
          .defaultProxy()
          .servletApplication()
          .initializationWrapper(new InitializationWrapper())
          .springBootApplication(WebHouse.class)
          .profiles("lambda")
          .buildAndInitialize();
    } catch (ContainerInitializationException e) {
      throw new IllegalStateException("the program does not start", e);
    }
  }

  @Override
  public void handleRequest(InputStream request, OutputStream answer, Context context)
      throws IOException {
    container.proxyStream(request, answer, context);
  }
}
