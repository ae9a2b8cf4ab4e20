package io.doula.cli;

import org.springframework.context.LifecycleProcessor;

/** In a command nothing runs by itself: what would be started with the program is not even made. */
class NothingRuns implements LifecycleProcessor {
  @Override
  public void onRefresh() {}

  @Override
  public void onClose() {}

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public boolean isRunning() {
    return false;
  }
}
