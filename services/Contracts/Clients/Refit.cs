#if FULL_FEED
using System.Reflection;
using Refit;

namespace PartyCloud.Contracts.Clients;

internal sealed class RefitQuery : DefaultUrlParameterFormatter
{
    public override string? Format(object? parameterValue, ICustomAttributeProvider attributeProvider, Type type) =>
        parameterValue is null ? null : QueryText.Of(parameterValue) ?? base.Format(parameterValue, attributeProvider, type);
}
#endif
