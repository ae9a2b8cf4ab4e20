package io.doula.functions.gateway;

import com.amazonaws.serverless.exceptions.InvalidRequestEventException;
import com.amazonaws.serverless.proxy.RequestReader;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.ContainerConfig;
import com.amazonaws.serverless.proxy.model.Headers;
import com.amazonaws.serverless.proxy.model.MultiValuedTreeMap;
import com.amazonaws.services.lambda.runtime.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.SecurityContext;

/** Makes a request of an event in payload format 1.0. */
final class EventReader extends RequestReader<AwsProxyRequest, HttpServletRequest> {

  @Override
  public HttpServletRequest readRequest(
      AwsProxyRequest event, SecurityContext security, Context lambda, ContainerConfig config)
      throws InvalidRequestEventException {
    if (event.getHttpMethod() == null || event.getRequestContext() == null) {
      throw new InvalidRequestEventException("this is no event of an HTTP API");
    }
    fillHeaders(event);
    fillQuery(event);
    GatewayRequest request = new GatewayRequest(event, lambda, security, config);
    request.setAttribute(API_GATEWAY_CONTEXT_PROPERTY, event.getRequestContext());
    request.setAttribute(API_GATEWAY_EVENT_PROPERTY, event);
    request.setAttribute(LAMBDA_CONTEXT_PROPERTY, lambda);
    return request;
  }

  /** An event may carry its headers in one form only. */
  private static void fillHeaders(AwsProxyRequest event) {
    if (event.getMultiValueHeaders() == null || event.getMultiValueHeaders().isEmpty()) {
      Headers headers = new Headers();
      if (event.getHeaders() != null) {
        event.getHeaders().forEach(headers::add);
      }
      event.setMultiValueHeaders(headers);
    }
  }

  private static void fillQuery(AwsProxyRequest event) {
    if (event.getMultiValueQueryStringParameters() == null
        || event.getMultiValueQueryStringParameters().isEmpty()) {
      MultiValuedTreeMap<String, String> query = new MultiValuedTreeMap<>();
      if (event.getQueryStringParameters() != null) {
        event.getQueryStringParameters().forEach(query::add);
      }
      event.setMultiValueQueryStringParameters(query);
    }
  }

  @Override
  protected Class<? extends AwsProxyRequest> getRequestClass() {
    return AwsProxyRequest.class;
  }
}
