/// The sizes of one `make bench`: the targets' own, or small ones that only show that all of it runs.
struct Scale {
  let name: String
  let fewGrants: Int
  let manyGrants: Int
  let shortLine: (commits: Int, bytes: Int)
  let longLine: (commits: Int, bytes: Int)
  let small: (people: Int, systems: Int)
  let large: (people: Int, systems: Int)
  let rules: Int
  let landedAtOnce: Int
  let checked: Int
  let signedMerges: Int
  let manySignedMerges: Int
  let openPGPMerges: Int
  let certificates: Int
  /// How many times smaller than the budgets the costliest landing is.
  let budgetDivisor: Int
  let repetitions: Int

  static let full = Scale(
    name: "full", fewGrants: 100, manyGrants: 100_000, shortLine: (1000, 1 << 10),
    longLine: (100_000, 10 << 10), small: (50, 10), large: (5000, 1000), rules: 500,
    landedAtOnce: 5000,
    checked: 10_000, signedMerges: 10_000, manySignedMerges: 100_000, openPGPMerges: 1000,
    certificates: 2000, budgetDivisor: 1,
    repetitions: 7)

  /// Asked for by `BENCH_SCALE=small`; its figures mean nothing.
  static let smoke = Scale(
    name: "small", fewGrants: 10, manyGrants: 100, shortLine: (10, 1 << 10),
    longLine: (100, 1 << 10), small: (50, 10), large: (100, 20), rules: 20, landedAtOnce: 50,
    checked: 50,
    signedMerges: 50, manySignedMerges: 200, openPGPMerges: 5, certificates: 20, budgetDivisor: 100,
    repetitions: 2)

  /// What nearly all rows compare with.
  var base: FixtureShape { shape() }

  func shape(
    grants: Int? = nil, isLong: Bool = false, isLarge: Bool = false, landed: Int = 10
  ) -> FixtureShape {
    let line = isLong ? longLine : shortLine
    let policy = isLarge ? large : small
    return FixtureShape(
      people: policy.people, systems: policy.systems, commits: line.commits, bytes: line.bytes,
      grants: grants ?? fewGrants, landed: landed)
  }
}
