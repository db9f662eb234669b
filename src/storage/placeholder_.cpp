#include "conversation/ports.hpp"
