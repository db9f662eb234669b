# Writes OUTPUT, a C++ file that holds every file of FILES (see src/web/web_files.hpp).
set(arrays "")
set(rows "")
set(number 0)
foreach(path IN LISTS FILES)
  get_filename_component(name ${path} NAME)
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "const unsigned char file_${number}[] = {${bytes}0x00};\n")
  string(APPEND rows "    {\"${name}\", {reinterpret_cast<const char*>(file_${number}), sizeof(file_${number}) - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "#include \"web/web_files.hpp\"\n\nnamespace palpate::web {\nnamespace {\n${arrays}
const WebFile files[] = {\n${rows}    {\"\", {}}};\n}  // namespace\n
std::span<const WebFile> web_files() { return {files, ${number}}; }\n\n}  // namespace palpate::web\n")
