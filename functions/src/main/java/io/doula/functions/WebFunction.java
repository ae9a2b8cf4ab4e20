package io.doula.functions;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.InitializationWrapper;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.spring.SpringBootLambdaContainerHandler;
import com.amazonaws.serverless.proxy.spring.SpringBootProxyHandlerBuilder;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.doula.Doula;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Answers HTTP: requests of an API Gateway HTTP API with payload version 1.0, which alone carries
 * several cookies in one answer.
 */
public class WebFunction implements RequestStreamHandler {
  private final SpringBootLambdaContainerHandler<AwsProxyRequest, AwsProxyResponse> container;

  /** Starts the program. */
  public WebFunction() throws ContainerInitializationException {
    SpringBootLambdaContainerHandler.getContainerConfig().setDefaultContentCharset("UTF-8");
    container =
        new SpringBootProxyHandlerBuilder<AwsProxyRequest>()
            .defaultProxy()
            .servletApplication()
            .initializationWrapper(new InitializationWrapper())
            .springBootApplication(Doula.class)
            .profiles("lambda")
            .buildAndInitialize();
  }

  @Override
  public void handleRequest(InputStream request, OutputStream answer, Context context)
      throws IOException {
    container.proxyStream(request, answer, context);
  }
}
