namespace PartyCloud.Contracts;

/// <summary>The values that a field may have (代码表), with their names.</summary>
/// <param name="Name">Of the list, e.g. <c>organizationKind</c>.</param>
public sealed record CodeList(string Name, IReadOnlyList<CodeEntry> Entries);

/// <param name="Code">As it travels.</param>
/// <param name="Name">In Chinese.</param>
/// <param name="NameEn">In English.</param>
public sealed record CodeEntry(string Code, string Name, string NameEn);

/// <summary>A code that stands in problems, in their fields or in the errors of an import (错误代码).</summary>
/// <param name="Text">In Chinese; {0}, {1} stand for what the case at hand fills in.</param>
/// <param name="TextEn">The same in English.</param>
public sealed record ProblemCode(string Code, string Text, string TextEn);
