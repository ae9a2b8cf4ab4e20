package io.doula.functions.gateway;

import com.amazonaws.serverless.proxy.ResponseWriter;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.services.lambda.runtime.Context;

/** Hands the answer back as it is. */
final class AnswerWriter extends ResponseWriter<AwsHttpServletResponse, AwsProxyResponse> {

  @Override
  public AwsProxyResponse writeResponse(AwsHttpServletResponse answer, Context lambda) {
    return ((GatewayResponse) answer).toEvent();
  }
}
