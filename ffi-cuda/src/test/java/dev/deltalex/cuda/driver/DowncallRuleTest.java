package dev.deltalex.cuda.driver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.deltalex.nativetools.NativeTools;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import org.junit.jupiter.api.Test;

/** The allowed dependencies between the CUDA packages. */
class DowncallRuleTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(NativeTools.MODULE.resolve("target/classes"));

  /**
   * Native code is called in one package only, so that a review of native calls is limited to it.
   */
  @Test
  void onlyTheDriverMakesDowncalls() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.deltalex.cuda.driver")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Linker.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(SymbolLookup.class)
        .check(CLASSES);
  }

  @Test
  void theDriverKnowsNothingAboveIt() {
    noClasses()
        .that()
        .resideInAPackage("dev.deltalex.cuda.driver")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.deltalex.cuda.device..",
            "dev.deltalex.ring..",
            "dev.deltalex.loop..",
            "dev.deltalex.mux..")
        .check(CLASSES);
  }

  @Test
  void theDeviceKnowsTheDriverOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.deltalex.cuda.device")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.deltalex.ring..", "dev.deltalex.loop..", "dev.deltalex.mux..")
        .check(CLASSES);
  }
}
