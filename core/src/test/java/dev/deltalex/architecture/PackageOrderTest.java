package dev.deltalex.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.deltalex.format.FormatBuilder;
import dev.deltalex.format.WireFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A package knows only those above it in the list; the scanner alone knows the Vector API. */
class PackageOrderTest {
  private static final String ROOT = "dev.deltalex";
  private static final List<String> ORDER =
      List.of(
          ROOT,
          ROOT + ".json",
          ROOT + ".scan",
          ROOT + ".text",
          ROOT + ".schema",
          ROOT + ".value",
          ROOT + ".syntax",
          ROOT + ".grammar",
          ROOT + ".choose",
          ROOT + ".format",
          ROOT + ".parse",
          ROOT + ".wire",
          ROOT + ".batch");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes = new ClassFileImporter().importPath(MainClasses.directory());
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> strangers = new TreeSet<>();
    for (JavaClass type : classes) {
      strangers.add(type.getPackageName());
    }
    assertTrue(strangers.contains(ROOT), "no classes read from " + MainClasses.directory());
    ORDER.forEach(strangers::remove);
    strangers.remove(""); // the module descriptor
    assertEquals(Set.of(), strangers);
  }

  @Test
  void noPackageKnowsOneBelowIt() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] below = ORDER.subList(i + 1, ORDER.size()).toArray(new String[0]);
      noClasses()
          .that()
          .resideInAPackage(ORDER.get(i))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(below)
                  .and(not(type(WireFormat.class)))
                  .and(not(type(FormatBuilder.class))))
          .because("the order of packages is " + ORDER)
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @Test
  void onlyTheScannerKnowsTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".scan")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(classes);
  }

  @Test
  void theParserIsGivenItsFormatAndLooksNoneUp() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".parse")
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + ".format").and(not(type(WireFormat.class))))
        .check(classes);
  }

  /** The warm-up is the exception: it compares kernels, once per process, before any stream. */
  @Test
  void coreHasNoThreadsLocksOrClocks() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".scan.VectorWarmUp")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.Executor")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent.locks")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(classes);
  }

  @Test
  void mainCodeRunsNoRegularExpressions() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.regex").check(classes);
  }
}
