using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>
/// Checks the attributes of request records and query parameters before the handler runs, and reports every field at fault at once,
/// with a code and a text in the caller's language. The framework's own validation knows neither codes nor languages.
/// </summary>
internal static class RequestValidation
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<(PropertyInfo Property, string Name, ValidationAttribute[] Rules)>> Shapes = new();
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>Decides once for each route which of its arguments are looked at; a route that takes nothing of the kind is not slowed down.</summary>
    public static EndpointFilterDelegate Of(EndpointFilterFactoryContext route, EndpointFilterDelegate next)
    {
        var checks = route.MethodInfo.GetParameters().Index().Where(parameter => IsChecked(parameter.Item)).Select(parameter => (
            parameter.Index,
            Name: HasOwnName(parameter.Item) ? parameter.Item.Name ?? "" : "",
            Rules: parameter.Item.GetCustomAttributes<ValidationAttribute>().ToArray())).ToArray();
        return checks.Length == 0 ? next : context =>
        {
            var errors = new List<FieldError>();
            foreach (var (index, name, rules) in checks)
            {
                if (context.Arguments[index] is { } argument)
                {
                    CheckValue(argument, name, rules, errors);
                }
            }

            return errors.Count > 0 ? throw new FieldException(errors) : next(context);
        };
    }

    /// <summary>The fields at fault of one item of a body whose items stand or fall alone.</summary>
    public static IReadOnlyList<FieldError> Check(object item)
    {
        var errors = new List<FieldError>();
        CheckValue(item, "", [], errors);
        return errors;
    }

    private static bool IsChecked(ParameterInfo parameter) => !parameter.IsDefined(typeof(Batches.CheckedOneByOneAttribute)) && (HasOwnName(parameter) || IsOurs(parameter.ParameterType)
        || (parameter.ParameterType.IsAssignableTo(typeof(IEnumerable)) && IsOurs(ElementOf(parameter.ParameterType))));

    // The fields of a body are named by themselves; what stands alone is named by its parameter.
    private static bool HasOwnName(ParameterInfo parameter) => parameter.ParameterType == typeof(string)
        || (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType).IsEnum || parameter.IsDefined(typeof(ValidationAttribute));

    private static void CheckValue(object value, string path, ValidationAttribute[] rules, List<FieldError> errors)
    {
        foreach (var rule in rules)
        {
            if (!Holds(rule, value))
            {
                errors.Add(Describe(rule, path));
                return;
            }
        }

        switch (value)
        {
            case string text when text.Contains('\0', StringComparison.Ordinal):
                errors.Add(new(path, "field.malformed"));
                break;
            case string:
                break;
            case Enum choice when !Enum.IsDefined(choice.GetType(), choice):
                errors.Add(new(path, "field.malformed"));
                break;
            case IEnumerable items:
                var index = 0;
                foreach (var item in items)
                {
                    // The reader keeps null out of properties, but not out of lists.
                    if (item is null)
                    {
                        errors.Add(new($"{path}[{index}]", "field.required"));
                    }
                    else if (item is string || IsOurs(item.GetType()))
                    {
                        CheckValue(item, $"{path}[{index}]", [], errors);
                    }

                    index++;
                }

                break;
            default:
                if (IsOurs(value.GetType()))
                {
                    CheckRecord(value, path, errors);
                }

                break;
        }
    }

    // The attribute makes a whole number of what it is given first: a large decimal would overflow there, and 9.4 would be no more than 9.
    private static bool Holds(ValidationAttribute rule, object value) =>
        rule is RangeAttribute { Minimum: int least, Maximum: int most } && value is decimal number ? number >= least && number <= most : rule.IsValid(value);

    private static void CheckRecord(object record, string path, List<FieldError> errors)
    {
        foreach (var (property, name, rules) in Shapes.GetOrAdd(record.GetType(), Shape))
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            var value = property.GetValue(record);
            if (value is not null)
            {
                CheckValue(value, at, rules, errors);
            }
            else if (rules.OfType<RequiredAttribute>().FirstOrDefault() is { } required)
            {
                errors.Add(Describe(required, at));
            }
        }
    }

    // A positional record's attributes stand on its constructor's parameters.
    private static List<(PropertyInfo, string, ValidationAttribute[])> Shape(Type type)
    {
        var parameters = type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).ToLookup(p => p.Name, StringComparer.Ordinal);
        return [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .Select(property => (property, JsonNamingPolicy.CamelCase.ConvertName(property.Name),
                property.GetCustomAttributes<ValidationAttribute>()
                    .Concat(parameters[property.Name].SelectMany(parameter => parameter.GetCustomAttributes<ValidationAttribute>())).ToArray()))];
    }

    private static FieldError Describe(ValidationAttribute rule, string field) => rule switch
    {
        RequiredAttribute => new(field, "field.required"),
        StringLengthAttribute length => new(field, "field.length", length.MinimumLength, length.MaximumLength),
        MaxLengthAttribute length => new(field, "field.too-many", length.Length),
        MinLengthAttribute length => new(field, "field.too-few", length.Length),
        RangeAttribute range => new(field, "field.range", range.Minimum, range.Maximum),
        _ => new(field, "field.malformed"),
    };

    private static bool IsOurs(Type type) => Known.GetOrAdd(type, static type =>
        type is { IsClass: true, IsSealed: true } && type.Namespace?.StartsWith("PartyCloud.", StringComparison.Ordinal) == true
        && type.GetMethod("<Clone>$") is not null && type != typeof(Access.Caller));

    private static Type ElementOf(Type type) =>
        type.GetElementType() ?? type.GetGenericArguments().FirstOrDefault() ?? typeof(object);
}
