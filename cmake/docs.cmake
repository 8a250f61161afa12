# The target `docs`: the reference, in <build>/docs/html. Without Doxygen it says so and fails.
if(NOT top_level)
  return()
endif()
find_program(DOXYGEN doxygen)
mark_as_advanced(DOXYGEN)
if(NOT DOXYGEN)
  add_custom_target(docs
    COMMAND ${CMAKE_COMMAND} -E echo
      "docs: there is no doxygen here. Install it (Debian, Ubuntu: apt-get install doxygen) and configure again."
    COMMAND ${CMAKE_COMMAND} -E false
    VERBATIM)
  return()
endif()

set(docs_output ${PROJECT_BINARY_DIR}/docs)

# The first chapter, and the others in the order in which they are read.
set(docs_input ${PROJECT_SOURCE_DIR}/README.md)
foreach(page examples/README.md include/eigeninit/README.md include/eigeninit/torch/README.md
    tests/README.md bench/README.md CHANGELOG.md .github/CONTRIBUTING.md .github/SECURITY.md)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${page})
    list(APPEND docs_input ${PROJECT_SOURCE_DIR}/${page})
  endif()
endforeach()
list(APPEND docs_input ${docs_output}/namespaces.dox ${PROJECT_SOURCE_DIR}/include/eigeninit)
list(JOIN docs_input "\" \"" docs_input)

# Doxygen shows the functions of a namespace only where it has a comment.
file(WRITE ${docs_output}/namespaces.dox [[
/// @namespace eigeninit
/// Everything that users call: initializers, layouts and fans, gains, the random generator.

/// @namespace eigeninit::torch
/// PyTorch's numbers: its generator, and the starting weights of its layers. Included by itself, as
/// `eigeninit/torch.hpp`.
]])

# What users never write is not shown: the inline namespace that keeps objects of different flags apart (see
# abi.hpp), the overloads that only refuse a wrong call, and deduction guides. Lines keep their numbers. And
# "et al. 2015" is no end of a sentence.
file(WRITE ${docs_output}/filter.sed [[
s,^inline namespace EIGENINIT_ABI {,,
s,^}  // namespace EIGENINIT_ABI,,
/\/\/\//s,et al\.\( \|$\),et al.\\ ,g
/^  template <class\.\.\. Arguments>$/{
N
N
N
s/.*(Arguments&&\.\.\.) const {.*/\
\
\
/
}
/^template <class.*>$/{
N
s/.*\n[a-z_]*(.*) -> .*;$/\
/
}
]])

# Doxygen shows code in a heading as it is written, and has its own names for headings: a link to one leads to
# its page. It does not know <picture>, so that its pages, which are light, have the light <img>; all pictures
# lie beside the pages.
file(WRITE ${docs_output}/pages.sed [[
s,\.md#[^)]*),.md),g
/^##* /s,`,,g
s,^<picture>$,,
s,^</picture>$,,
s,^<source .*>$,,
s,<img src="[a-z/]*/,<img src=",
]])
file(GLOB docs_pictures ${PROJECT_SOURCE_DIR}/examples/pictures/*-light.svg)
list(JOIN docs_pictures "\" \"" docs_pictures)

configure_file(cmake/Doxyfile.in ${docs_output}/Doxyfile @ONLY)
add_custom_target(docs
  COMMAND ${CMAKE_COMMAND} -E remove_directory ${docs_output}/html
  COMMAND ${DOXYGEN} ${docs_output}/Doxyfile
  COMMAND ${CMAKE_COMMAND} -E echo "The reference: ${docs_output}/html/index.html"
  VERBATIM)
