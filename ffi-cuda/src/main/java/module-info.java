/** The GPU side of Deltalex: everything that touches CUDA or native memory lives in this module. */
module dev.deltalex.cuda {
  requires transitive dev.deltalex.core;
  requires static org.jspecify;

  exports dev.deltalex.cuda.driver;
  exports dev.deltalex.loop;
  exports dev.deltalex.mux;
  exports dev.deltalex.ring;
}
