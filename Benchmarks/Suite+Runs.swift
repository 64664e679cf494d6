extension Suite {
  /// One new merge with few and with many past grants.
  func pastGrants(_ table: inout ResultTable) throws {
    try compareRuns(
      &table, with: scale.shape(grants: scale.manyGrants),
      "`run`, one new merge, \(scale.manyGrants) past grants",
      "\(scale.fewGrants) past grants", atMost: 1.5)
  }

  /// One new merge behind a short and behind a long mainline.
  func longHistory(_ table: inout ResultTable) throws {
    let (long, short) = (scale.longLine, scale.shortLine)
    try compareRuns(
      &table, with: scale.shape(isLong: true),
      "`run`, one new merge, \(long.commits) mainline commits "
        + "(\((long.commits * long.bytes) >> 20) MiB of content)",
      "\(short.commits) commits (\((short.commits * short.bytes) >> 10) KiB)", atMost: 1.5)
  }

  /// One new merge under small and under large policies.
  func manyPeople(_ table: inout ResultTable) throws {
    let (large, small) = (scale.large, scale.small)
    try compareRuns(
      &table, with: scale.shape(isLarge: true),
      "`run`, one new merge, \(large.people) people and \(large.systems) systems",
      "\(small.people) and \(small.systems)", atMost: 2)
    let fixture = try fixture(scale.shape(isLarge: true))
    let first = try Measurement.take(
      try run(fixture, to: .one, expecting: Self.issued, keepsCache: false), times: 3)
    table.add(
      "the same, the first time in a clone (nothing parsed before)", first, peer: nil, target: .none
    )
  }

  /// Nothing has moved and nothing has fallen due.
  func idle(_ table: inout ResultTable) throws {
    let fixture = try fixture(scale.shape(grants: scale.manyGrants))
    let version = Measurement.Side(program: Program(["git", "--version"]))
    let (own, peer) = try Measurement.compare(
      try run(fixture, to: .tip, expecting: Self.nothing), version,
      times: scale.repetitions * 5)
    table.add(
      "`run` with nothing to do, \(scale.manyGrants) past grants", own,
      peer: ("`git --version`", peer), target: .within(milliseconds: 15))
  }

  /// The end of one grant, which nobody pushes for.
  func oneExpiry(_ table: inout ResultTable) throws {
    let (many, few) = (try fixture(scale.shape(grants: scale.manyGrants)), try fixture(scale.base))
    let end = Fixture.afterTheEnd
    let (own, peer) = try Measurement.compare(
      try run(many, to: .tip, at: end, expecting: Self.expired),
      try run(few, to: .tip, at: end, expecting: Self.expired), times: scale.repetitions)
    table.add(
      "`run`, one expiry among \(scale.manyGrants) grants", own,
      peer: ("among \(scale.fewGrants)", peer), target: .atMostTimes(1.5))
  }

  /// Thousands of requests in one merge.
  func manyLanded(_ table: inout ResultTable) throws {
    let fixture = try fixture(scale.shape(landed: scale.landedAtOnce))
    let own = try Measurement.take(
      try run(fixture, to: .many, expecting: "\(scale.landedAtOnce)"), times: 2)
    table.add(
      "`run`, \(scale.landedAtOnce) requests landed in one merge", own, peer: nil, target: .none)
  }

  static let issued = "1 issued"
  static let expired = "1 expired"
  static let nothing = "othing"

  private func compareRuns(
    _ table: inout ResultTable, with shape: FixtureShape, _ work: String, _ peer: String,
    atMost: Double
  ) throws {
    let (large, small) = (try fixture(shape), try fixture(scale.base))
    let (own, other) = try Measurement.compare(
      try run(large, to: .one, expecting: Self.issued),
      try run(small, to: .one, expecting: Self.issued), times: scale.repetitions)
    table.add(work, own, peer: (peer, other), target: .atMostTimes(atMost))
  }
}
