#include "atlas/booklet.hpp"

#include "apps/check/commands.hpp"
#include "atlas/draw.hpp"

namespace palpate::check {

ExitCode write_booklet(const BookletOptions& options) {
  ExitCode code = ExitCode::good;
  std::optional<Dialog> dialog = load(options.directory, code);
  if (!dialog) return code;
  Result<std::string> drawing = to_svg(*dialog);
  if (!drawing) return complain(ExitCode::unreadable, drawing.error().message);
  return write_text(options.output, booklet(*dialog, options.locale, options.region, *drawing));
}

}  // namespace palpate::check
