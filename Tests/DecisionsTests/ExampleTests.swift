import Decisions
import Model
import Testing

@Suite struct ExampleTests {
  @Test func theExampleOfTheDesignIsGranted() {
    let evaluation = judge()
    #expect(evaluation.verdict == .granted)
    #expect(evaluation.reasons.isEmpty)
    #expect(evaluation.window == Window(start: noon, end: noon.advanced(by: hours(8))))
    #expect(
      evaluation.requirements.map(\.origin) == ["billing-db/read-only", "rule third-parties"])
    #expect(evaluation.counted.map(\.approval.person.text) == ["priya.nair", "tom.berg"])
  }

  @Test(
    arguments: identityExamples + workloadExamples + targetExamples + windowExamples
      + heldExamples + signatureExamples + approvalExamples + emergencyExamples + renewalExamples
      + renewalApprovalExamples)
  func whatSpeaksAgainstARequestHasAGrantedTwin(_ example: Example) {
    let faulty = example.faulty()
    #expect(faulty.verdict == example.verdict, "\(faulty.codes)")
    #expect(faulty.codes.contains(example.code), "\(faulty.codes)")
    let twin = example.twin()
    #expect(twin.verdict == .granted, "\(twin.reasons.map(\.message))")
    #expect(twin.reasons.isEmpty)
  }

  @Test(
    arguments: identityExamples + workloadExamples + targetExamples + windowExamples
      + heldExamples + signatureExamples + emergencyExamples + renewalExamples)
  func oneFaultIsOneReasonWithItsPlace(_ example: Example) {
    let faulty = example.faulty()
    #expect(faulty.codes == [example.code])
    #expect(faulty.reasons.allSatisfy { $0.file != nil && !$0.message.isEmpty })
  }

  @Test func allFaultsAreReportedTogether() {
    let evaluation = judge(
      request {
        $0.ticket = nil
        $0.duration = hours(9)
        $0.approvals = [approval("liz.hall", 1)]
      }, under: policy { $0.ana(status: .suspended) })
    #expect(evaluation.verdict == .refused)
    #expect(
      evaluation.codes == [
        .inactiveSubject, .ticketMissing, .durationTooLong, .shortOfApprovals, .shortOfApprovals,
        .notAnApprover,
      ])
  }
}
