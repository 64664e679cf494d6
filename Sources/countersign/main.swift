import CountersignCommand

await Countersign.runProcess()
