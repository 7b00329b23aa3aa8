# The bundled plans, certified or rejected for their stated reason. One test per scenario.
# rehearse_add_certification() is in cmake/RehearseCertification.cmake.

if(NOT TARGET rehearse)
  return()
endif()

set(ecommerce ${PROJECT_SOURCE_DIR}/scenarios/ecommerce)

rehearse_add_certification(
  NAME ecommerce PLAN ${ecommerce}/plan.json RUNS 500
  SCENARIOS ${ecommerce}/flash-sale.json ${ecommerce}/every-message.json
            ${ecommerce}/after-the-sale.json)

function(rehearse_broken_ecommerce name property)
  rehearse_add_certification(
    NAME ecommerce.${name} PLAN ${ecommerce}/broken/${name}.json
    SCENARIOS ${ecommerce}/flash-sale.json RUNS 400
    EXPECT rejected EXPECT_PROPERTY ${property})
endfunction()

rehearse_broken_ecommerce(backfill-overwrites D3)
rehearse_broken_ecommerce(read-before-verified C2)
rehearse_broken_ecommerce(idempotency-key-per-attempt D2)
rehearse_broken_ecommerce(contract-while-v1-serves X1)
rehearse_broken_ecommerce(gateway-rollback-after-contract X1)
rehearse_broken_ecommerce(second-write-ignored D3)

# With real processes.
rehearse_add_certification(
  NAME ecommerce.live PLAN ${ecommerce}/plan.json SCENARIOS ${ecommerce}/flash-sale.json RUNS 4 LIVE)
rehearse_add_certification(
  NAME ecommerce.contract-while-v1-serves.live PLAN ${ecommerce}/broken/contract-while-v1-serves.json
  SCENARIOS ${ecommerce}/report-rush.json LIVE EXPECT rejected EXPECT_PROPERTY X1)
rehearse_add_certification(
  NAME ecommerce.postgres PLAN ${ecommerce}/plan.json SCENARIOS ${ecommerce}/flash-sale.json RUNS 2 LIVE POSTGRES)
rehearse_add_certification(
  NAME ecommerce.contract-while-v1-serves.postgres PLAN ${ecommerce}/broken/contract-while-v1-serves.json
  SCENARIOS ${ecommerce}/report-rush.json LIVE POSTGRES EXPECT rejected EXPECT_PROPERTY X1)

set(source ${PROJECT_SOURCE_DIR}/scenarios/source)
rehearse_add_certification(
  NAME tickets PLAN ${source}/tickets.json SCENARIOS ${source}/desk.json RUNS 300)
rehearse_add_certification(
  NAME tickets.sequence-not-advanced PLAN ${source}/broken/sequence-not-advanced.json
  SCENARIOS ${source}/desk.json RUNS 200 EXPECT rejected EXPECT_PROPERTY A1)
rehearse_add_certification(
  NAME tickets.two-sequences PLAN ${source}/broken/two-sequences.json
  SCENARIOS ${source}/desk.json RUNS 200 EXPECT rejected EXPECT_PROPERTY D6)

# What `rehearse init` writes.
set(starter ${PROJECT_SOURCE_DIR}/scenarios/starter)
rehearse_add_certification(
  NAME starter PLAN ${starter}/plan.json SCENARIOS ${starter}/busy-day.json ${starter}/bad-day.json)

# No false alarm in long searches either.
rehearse_add_certification(
  NAME nightly.ecommerce PLAN ${ecommerce}/plan.json
  SCENARIOS ${ecommerce}/flash-sale.json ${ecommerce}/after-the-sale.json
  RUNS 20000 JOBS 2 TIMEOUT 1800 LABELS nightly)
rehearse_add_certification(
  NAME nightly.tickets PLAN ${source}/tickets.json SCENARIOS ${source}/desk.json
  RUNS 20000 JOBS 2 TIMEOUT 1800 LABELS nightly)

# The zoo: each bad plan is rejected for its stated reason, each correction is certified. `ctest -L zoo`.
set(zoo ${PROJECT_SOURCE_DIR}/scenarios/zoo)
file(GLOB cases CONFIGURE_DEPENDS LIST_DIRECTORIES true RELATIVE ${zoo} ${zoo}/*)
foreach(case IN LISTS cases)
  if(NOT IS_DIRECTORY ${zoo}/${case})
    continue()
  endif()
  add_test(NAME zoo.${case} COMMAND rehearse::rehearse zoo ${zoo}/${case} --runs 500 --jobs 1)
  add_test(NAME nightly.zoo.${case}
    COMMAND rehearse::rehearse zoo ${zoo}/${case} --only good --runs 20000 --seed 7 --jobs 1)
  set_tests_properties(zoo.${case} PROPERTIES TIMEOUT 120 LABELS zoo)
  set_tests_properties(nightly.zoo.${case} PROPERTIES TIMEOUT 1800 LABELS nightly)
endforeach()
if(cases)
  add_test(NAME zoo.table COMMAND rehearse::rehearse zoo ${zoo} --only bad --compare ${zoo}/README.md)
  set_tests_properties(zoo.table PROPERTIES TIMEOUT 300 PROCESSORS 2 LABELS zoo)
endif()

# What becomes of every mutant of the e-commerce plan. Run from here: the matrix names its files as given.
set(mutants mutate scenarios/ecommerce/plan.json --scenario scenarios/ecommerce/after-the-sale.json
  --explained scenarios/ecommerce/mutants-explained.json)
add_test(NAME nightly.mutants.ecommerce
  COMMAND rehearse::rehearse ${mutants} --compare docs/mutation-matrix.md
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
set_tests_properties(nightly.mutants.ecommerce
  PROPERTIES TIMEOUT 3600 PROCESSORS 2 LABELS nightly)

# A service that is not ours: two versions of a program in Python, one of which charges twice.
set(own_service ${PROJECT_SOURCE_DIR}/scenarios/own_service)
rehearse_add_certification(
  NAME own_service PLAN ${own_service}/plan.json SCENARIOS ${own_service}/scenario.json RUNS 3 LIVE
  ARGUMENTS --allow-commands)
rehearse_add_certification(
  NAME own_service.killed PLAN ${own_service}/plan.json SCENARIOS ${own_service}/killed.json RUNS 2 LIVE
  ARGUMENTS --allow-commands)
rehearse_add_certification(
  NAME own_service.buggy PLAN ${own_service}/plan-buggy.json SCENARIOS ${own_service}/scenario.json RUNS 2 LIVE
  ARGUMENTS --allow-commands EXPECT rejected EXPECT_PROPERTY D2)

# An application that is not ours: a shop in Python that migrates itself, and as it was first written.
set(own_application ${PROJECT_SOURCE_DIR}/scenarios/own_application)
rehearse_add_certification(
  NAME own_application PLAN ${own_application}/plan.json SCENARIOS ${own_application}/scenario.json RUNS 2 LIVE
  ARGUMENTS --allow-commands)
rehearse_add_certification(
  NAME own_application.buggy PLAN ${own_application}/plan-buggy.json SCENARIOS ${own_application}/scenario.json RUNS 3
  LIVE ARGUMENTS --allow-commands EXPECT rejected EXPECT_PROPERTY D1)

# A database that is not ours: the customer service of another team, killed; and one that confirms before it has committed.
set(own_database ${PROJECT_SOURCE_DIR}/scenarios/own_database)
rehearse_add_certification(
  NAME own_database PLAN ${own_database}/plan.json SCENARIOS ${own_database}/scenario.json RUNS 2 LIVE
  ARGUMENTS --allow-commands)
rehearse_add_certification(
  NAME own_database.buggy PLAN ${own_database}/plan-buggy.json SCENARIOS ${own_database}/scenario.json RUNS 3 LIVE
  ARGUMENTS --allow-commands EXPECT rejected EXPECT_PROPERTY D1)

# A backfill that is not ours: a script that splits names; and one that was tried with too few of them.
set(own_backfill ${PROJECT_SOURCE_DIR}/scenarios/own_backfill)
rehearse_add_certification(
  NAME own_backfill PLAN ${own_backfill}/plan.json SCENARIOS ${own_backfill}/scenario.json RUNS 3 LIVE
  ARGUMENTS --allow-commands)
rehearse_add_certification(
  NAME own_backfill.buggy PLAN ${own_backfill}/plan-buggy.json SCENARIOS ${own_backfill}/scenario.json LIVE
  ARGUMENTS --allow-commands EXPECT rejected EXPECT_PROPERTY D3)

# A relay that is not ours: it carries changes from one database to another; and one that did not think of deletions.
set(own_relay ${PROJECT_SOURCE_DIR}/scenarios/own_relay)
rehearse_add_certification(
  NAME own_relay PLAN ${own_relay}/plan.json SCENARIOS ${own_relay}/scenario.json RUNS 3 LIVE
  ARGUMENTS --allow-commands)
rehearse_add_certification(
  NAME own_relay.buggy PLAN ${own_relay}/plan-buggy.json SCENARIOS ${own_relay}/scenario.json LIVE
  ARGUMENTS --allow-commands EXPECT rejected EXPECT_PROPERTY D3)
