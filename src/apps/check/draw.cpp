#include "atlas/draw.hpp"

#include "apps/check/commands.hpp"

namespace palpate::check {

ExitCode draw_graph(const DrawOptions& options) {
  ExitCode code = ExitCode::good;
  std::optional<Dialog> dialog = load(options.directory, code);
  if (!dialog) return code;
  if (options.format == "dot") return write_text(options.output, to_dot(*dialog));
  if (options.format == "mermaid") return write_text(options.output, to_mermaid(*dialog));
  Result<std::string> svg = to_svg(*dialog);
  if (!svg) return complain(ExitCode::unreadable, svg.error().message);
  return write_text(options.output, *svg);
}

}  // namespace palpate::check
