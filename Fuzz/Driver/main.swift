import CFuzzer
import FuzzTargets
import Glibc

// libFuzzer with the target that FUZZ_TARGET names; Scripts/fuzz runs it for each.
guard let name = getenv("FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name))
else {
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
  fatalError("FUZZ_TARGET must be one of \(names)")
}
let chosen = target
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
  LLVMFuzzerRunDriver(&count, &arguments) { data, size in
    chosen.run(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
  })
