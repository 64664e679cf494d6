import CountersignCommand

Countersign.prepareProcess()
await Countersign.runProcess()
