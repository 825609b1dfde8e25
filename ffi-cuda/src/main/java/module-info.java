/**
 * The CUDA binding, the token ring, the generation loops and the multiplexer: all code of Deltalex
 * that uses CUDA or native memory.
 */
module dev.deltalex.cuda {
  requires transitive dev.deltalex.core;
  requires static org.jspecify;

  exports dev.deltalex.cuda.driver;
  exports dev.deltalex.loop;
  exports dev.deltalex.mux;
  exports dev.deltalex.ring;
}
