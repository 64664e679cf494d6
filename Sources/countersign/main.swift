import CountersignCommand

Countersign.runProcess()
