/** A format that somebody else declares. */
module acme {
  requires dev.deltalex.core;

  exports acme;
}
