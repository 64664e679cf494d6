extension Suite {
  /// The most that anybody can make a run do with one landing.
  func costliest(_ table: inout ResultTable) throws {
    let fixture = try fixture(scale.base)
    let landing = CostlyLanding(smallerBy: scale.budgetDivisor)
    var side = try run(fixture, to: .tip, expecting: landing.expected)
    side.prepare = {
      try fixture.reset(mainline: .tip)
      try landing.land(in: fixture.repository)
    }
    let own = try Measurement.take(side, times: 1, warmed: false)
    table.add(
      "`run`, the costliest landing that the budgets let through", own, peer: nil,
      target: .atMost(seconds: 60, megabytes: 1024))
  }
}
