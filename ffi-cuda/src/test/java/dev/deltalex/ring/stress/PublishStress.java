package dev.deltalex.ring.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A record is read completely or not at all. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1, 12", expect = Expect.ACCEPTABLE, desc = "the whole record")
@Outcome(expect = Expect.FORBIDDEN, desc = "a record in part, or none that was written")
@State
public class PublishStress extends OneSlot {
  public PublishStress() {
    admit(1);
  }

  @Actor
  public void producer() {
    put(1, 1, 2);
  }

  @Actor
  public void consumer(II_Result result) {
    result.r1 = poll(4);
    result.r2 = seen + 1000 * corrupt;
  }
}
