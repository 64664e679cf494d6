// libyaml, of which the program uses the events.
#ifndef COUNTERSIGN_YAML_SHIM_H
#define COUNTERSIGN_YAML_SHIM_H

#include <yaml.h>

#endif
