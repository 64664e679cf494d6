import Model
import TestSupport
import Testing

/// A grant's life, as the code has it and as the documentation draws it.
@Suite struct GrantLifeTests {
  @Test("docs/architecture.md draws the steps that there are")
  func drawing() throws {
    let page = try TestTools.text(of: "docs/architecture.md")
    #expect(page.contains("```mermaid\n\(GrantStep.drawing)\n```"), "\(GrantStep.drawing)")
  }

  @Test(
    "what is over has no step left, and every other state has one", arguments: GrantState.allCases)
  func ends(state: GrantState) {
    let isOver = GrantStep.all.allSatisfy { $0.from != state || $0.to == state }
    #expect(isOver == !state.isLive)
    #expect(GrantStep.all.contains { $0.to == state && $0.from != state })
  }

  @Test("a state is in one part of a life", arguments: GrantState.allCases)
  func stages(state: GrantState) {
    #expect([state.isGiving, state.isEnding, !state.isLive].count { $0 } <= 1)
  }
}
