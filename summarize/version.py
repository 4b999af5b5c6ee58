"""The version of this package. One place, read by the build as well."""

VERSION = "0.1.0"
